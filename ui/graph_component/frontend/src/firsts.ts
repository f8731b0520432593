// Who was the first of the accounts in the picture to share a thing. Others may have been earlier that are not in it.

import type { Payload } from "./payload";

const UNITS = [1, 60_000, 86_400_000];

/** Places of the links that are first at their end, in the columns; none where two may be, or only one shared it. */
export function firstSharers({ edges, edgeStyles }: Pick<Payload, "edges" | "edgeStyles">): Set<number> {
  const shared = edgeStyles.findIndex(({ type }) => type === "SHARED");
  const byThing = new Map<number, number[]>();
  edges.style.forEach((style, i) => {
    if (style !== shared) return;
    const thing = edges.target[i] ?? -1;
    const links = byThing.get(thing);
    if (links) links.push(i);
    else byThing.set(thing, [i]);
  });
  const firsts = new Set<number>();
  for (const links of byThing.values()) {
    // of a link without a time nobody knows whether it was earlier
    if (links.length < 2 || links.some((i) => edges.from[i] == null)) continue;
    const inOrder = links.map((i) => ({ i, at: edges.from[i] ?? 0 })).sort((a, b) => a.at - b.at);
    const [first, second] = inOrder;
    if (first && second && second.at - first.at >= (UNITS[edges.precision[first.i] ?? 0] ?? 1)) firsts.add(first.i);
  }
  return firsts;
}
