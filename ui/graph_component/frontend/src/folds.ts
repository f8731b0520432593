// Nodes folded into a labelled box: one node in their place, their links to the rest joined. The data stay as they are.

import type { MultiDirectedGraph } from "graphology";
import type { Fold, NodeStyle, Payload } from "./payload";
import type { EdgeItem, NodeItem } from "./picture";

export interface Folds {
  /** By box, what is in it. */
  members: ReadonlyMap<string, readonly string[]>;
  /** Everything that is in some box. */
  inside: ReadonlySet<string>;
}

export const NO_FOLDS: Folds = { members: new Map(), inside: new Set() };

/** No id of a node or link begins like this. */
const MARK = "\u0000box/";

/** How a box is drawn. */
export const BOX: NodeStyle = {
  label: "",
  plural: "",
  shape: [[-1.15, -0.8], [1.15, -0.8], [1.15, 0.8], [-1.15, 0.8]],
  fill: "#ffffff",
  line: "#1b1f24",
  hollow: true,
};

export function isBox(id: string): boolean {
  return id.startsWith(MARK);
}

/** The box of a fold: the same as long as it has the same members, so that it can be moved. */
export function boxId({ name, members }: Fold): string {
  return `${MARK}${members[0] ?? ""}/${name}`;
}

/** Takes the boxes out of the graph. */
export function unfold(graph: MultiDirectedGraph<NodeItem, EdgeItem>): void {
  graph.filterNodes(isBox).forEach((id) => graph.dropNode(id));
}

/** Puts a box into the graph for each fold of which anything is seen, and the joined links. */
export function fold(
  graph: MultiDirectedGraph<NodeItem, EdgeItem>,
  folds: readonly Fold[],
  seen: { node(id: string): boolean; edge(id: string): boolean },
  { nodeStyles, edgeStyles }: Payload,
): Folds {
  const boxOf = new Map<string, string>();
  const members = new Map<string, readonly string[]>();
  for (const one of folds) {
    const id = boxId(one);
    const here = one.members.filter((member) => graph.hasNode(member) && !boxOf.has(member) && seen.node(member));
    if (here.length < 2 || members.has(id)) continue;
    const items = here.map((member) => graph.getNodeAttributes(member));
    const home: [number, number] = [mean(items.map(({ x }) => x)), mean(items.map(({ y }) => y))];
    graph.addNode(id, {
      label: `${one.name} (${here.length})`,
      detail: `${here.length} nodes folded into one box; double-click opens it`,
      x: home[0],
      y: home[1],
      home,
      size: Math.min(22, 9 + 2 * Math.log2(here.length)),
      sprite: nodeStyles.length,
      rings: 0,
      platform: -1,
      datasets: [],
      from: null,
      to: null,
      note: "",
      type: "sprite",
    });
    members.set(id, here);
    for (const member of here) boxOf.set(member, id);
  }
  const joined = new Map<string, { from: string; to: string; item: EdgeItem; count: number }>();
  graph.forEachEdge((id, item, source, target) => {
    const [from, to] = [boxOf.get(source) ?? source, boxOf.get(target) ?? target];
    if ((from === source && to === target) || from === to || !seen.edge(id)) return;
    const key = `${MARK}${item.style}|${from}|${to}`;
    const known = joined.get(key);
    if (known) known.count += 1;
    else joined.set(key, { from, to, item, count: 1 });
  });
  for (const [key, { from, to, item, count }] of joined) {
    graph.addEdgeWithKey(key, from, to, {
      ...item,
      size: Math.min(6, 1 + Math.log2(count)),
      detail: `${count} link${count === 1 ? "" : "s"} of the box: ${edgeStyles[item.style]?.word ?? ""}`,
      lane: 0,
      note: "",
      first: false,
    });
  }
  return { members, inside: new Set(boxOf.keys()) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
