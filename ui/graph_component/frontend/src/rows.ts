// What the legend says: how much of each type is there, and how much of it is not hidden. What is folded into a box is there.

import { isBox } from "./folds";
import { edgeSwatch, firstSwatch, nodeSwatch, type Row } from "./legend";
import type { Payload } from "./payload";
import type { Picture } from "./picture";
import type { ScreenState } from "./screen";

export interface Rows {
  labels: Row[];
  types: Row[];
  groups: Map<string, Row[]>;
  marks: Row[];
  /** Nodes and links that are not hidden. */
  nodes: number;
  links: number;
}

export function rowsOf(picture: Picture, state: ScreenState, { nodeStyles, edgeStyles, groups }: Payload): Rows {
  const { graph } = picture;
  const { hiddenLabels, hiddenTypes } = state.now;
  const labels = nodeStyles.map((style) => ({ key: style.label, word: style.plural, visible: 0, total: 0, off: hiddenLabels.has(style.label), swatch: nodeSwatch(style) }));
  const byRings = new Map<string, number>();
  let nodes = 0;
  graph.forEachNode((id, item) => {
    const row = labels[item.sprite];
    if (!row || isBox(id) || state.gone(id)) return;
    row.total += 1;
    if (!picture.nodePasses(id, state)) return;
    row.visible += 1;
    nodes += 1;
    const key = `${item.sprite} ${item.rings}`;
    byRings.set(key, (byRings.get(key) ?? 0) + 1);
  });
  const types = edgeStyles.map((style) => ({ key: style.type, word: style.word, visible: 0, total: 0, off: hiddenTypes.has(style.type), swatch: edgeSwatch(style) }));
  let [links, firsts] = [0, 0];
  graph.forEachEdge((id, item, source, target) => {
    const row = types[item.style];
    if (!row || isBox(id) || [id, source, target].some((one) => state.gone(one))) return;
    row.total += 1;
    if (!picture.edgePasses(id, state)) return;
    row.visible += 1;
    links += 1;
    if (item.first) firsts += 1;
  });
  const sets = new Map<string, Row[]>();
  for (const { key, rings, word } of groups) {
    const style = nodeStyles[Number(key)];
    const here = byRings.get(`${key} ${rings}`) ?? 0;
    if (!style || !here) continue;
    const row = { key, word, visible: here, total: here, off: false, swatch: nodeSwatch(style, rings) };
    sets.set(style.label, [...(sets.get(style.label) ?? []), row]);
  }
  const first = { key: "first", word: "first of these to share it", visible: firsts, total: firsts, off: false, swatch: firstSwatch() };
  return {
    labels: labels.filter((row) => row.total),
    types: types.filter((row) => row.total),
    groups: sets,
    marks: firsts ? [first] : [],
    nodes,
    links,
  };
}
