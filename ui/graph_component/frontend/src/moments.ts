// What of the picture stands in the strip of times: posts and links, each at its first time.

import type { Moment } from "./histogram";
import type { Payload } from "./payload";

/** `there`: what is in the picture without filters; `passes`: what they leave. */
export function momentsOf(
  { nodes, edges }: Payload,
  there: (id: string) => boolean,
  passes: (id: string) => boolean,
): Moment[] {
  // what a post does is told by the post
  const own = edges.from.map((at, i) => (nodes.from[edges.source[i] ?? -1] ?? nodes.from[edges.target[i] ?? -1] ?? null) === null ? at : null);
  const columns = [nodes, { ...edges, from: own }];
  return columns.flatMap(({ id, from, precision }) =>
    id.flatMap((one, i) => {
      const at = from[i] ?? null;
      return at === null || !there(one) ? [] : [{ at, precision: precision[i] ?? 0, passes: passes(one) }];
    }),
  );
}
