// The graph on screen: what Python sent, laid over by what the analyst removed, hid and moved.

import { MultiDirectedGraph } from "graphology";
import { firstSharers } from "./firsts";
import { fold, isBox, NO_FOLDS, unfold, type Folds } from "./folds";
import { isPlain } from "./lines";
import type { Payload } from "./payload";
import type { Placed } from "./layouts";
import { PASSING, type ScreenState, type Step } from "./screen";
import { failing, NOTHING, type Failing } from "./sieve";

export interface NodeItem {
  label: string;
  detail: string;
  x: number;
  y: number;
  /** Where Python put it. */
  home: [number, number];
  size: number;
  sprite: number;
  rings: number;
  platform: number;
  datasets: readonly string[];
  from: number | null;
  to: number | null;
  note: string;
  type: "sprite";
}

export interface EdgeItem {
  detail: string;
  size: number;
  color: string;
  style: number;
  lane: number;
  weight: number | null;
  q: number | null;
  datasets: readonly string[];
  from: number | null;
  to: number | null;
  note: string;
  /** Whether it is the first of several links to share its end, as far as their times tell. */
  first: boolean;
  type: "plain" | "line";
}

/** A platform or loaded file, and of how many nodes. */
export interface Counted {
  key: string;
  word: string;
  count: number;
}

const LANE = 7;
/** Pixels that parallel links take together at most. */
const ROAD = 84;
/** More nodes than any picture has. */
const NODES = 2 ** 24;

export class Picture {
  readonly graph = new MultiDirectedGraph<NodeItem, EdgeItem>();
  private failing: Failing = NOTHING;
  private folds: Folds = NO_FOLDS;
  /** What a link owes to the others, by its place in the columns: how far it stands aside, and whether it is the first. */
  private beside: { lanes: number[]; firsts: ReadonlySet<number> } = { lanes: [], firsts: new Set() };

  constructor(private payload: Payload) {}

  /** Brings the graph to the payload by adding, changing and dropping what differs; returns the new nodes. */
  apply(payload: Payload): string[] {
    this.payload = payload;
    const { graph } = this;
    const { nodes, edges, changed } = payload;
    unfold(graph);
    if (!changed) this.drop(new Set(nodes.id), new Set(edges.id));
    const fresh: string[] = [];
    nodes.id.forEach((id, i) => {
      if (changed && !changed.nodes.has(id)) return;
      const home: [number, number] = [finite(nodes.x[i]), finite(nodes.y[i])];
      const item = {
        label: nodes.text[i] ?? "",
        detail: nodes.detail[i] ?? "",
        size: nodes.size[i] ?? 5,
        sprite: nodes.style[i] ?? 0,
        rings: nodes.rings[i] ?? 0,
        platform: nodes.platform[i] ?? -1,
        datasets: nodes.datasets[i] ?? [],
        from: nodes.from[i] ?? null,
        to: nodes.to[i] ?? null,
        note: nodes.note[i] ?? "",
        home,
      };
      if (graph.hasNode(id)) {
        graph.mergeNodeAttributes(id, item);
      } else {
        graph.addNode(id, { ...item, x: home[0], y: home[1], type: "sprite" });
        fresh.push(id);
      }
    });
    const before = this.beside;
    const { lanes, firsts } = (this.beside = { lanes: lanesOf(payload), firsts: firstSharers(payload) });
    edges.id.forEach((id, i) => {
      // a newcomer shifts the lines beside it, and may be the first at its end
      const same = lanes[i] === before.lanes[i] && firsts.has(i) === before.firsts.has(i);
      if (changed && !changed.edges.has(id) && same) return;
      const [source, target] = [nodes.id[edges.source[i] ?? -1], nodes.id[edges.target[i] ?? -1]];
      if (source === undefined || target === undefined) return;
      const style = edges.style[i] ?? 0;
      const item: EdgeItem = {
        detail: edges.detail[i] ?? "",
        size: edges.width[i] ?? 1,
        color: payload.edgeStyles[style]?.colour ?? "#8a94a0",
        style,
        lane: lanes[i] ?? 0,
        weight: edges.weight[i] ?? null,
        q: edges.q[i] ?? null,
        datasets: edges.datasets[i] ?? [],
        from: edges.from[i] ?? null,
        to: edges.to[i] ?? null,
        note: edges.note[i] ?? "",
        first: firsts.has(i),
        type: isPlain(payload.edgeStyles[style]) ? "plain" : "line",
      };
      if (graph.hasEdge(id)) graph.mergeEdgeAttributes(id, item);
      else graph.addEdgeWithKey(id, source, target, item);
    });
    return fresh;
  }

  private drop(nodes: ReadonlySet<string>, edges: ReadonlySet<string>): void {
    const { graph } = this;
    graph.filterNodes((id) => !nodes.has(id)).forEach((id) => graph.dropNode(id));
    graph.filterEdges((id) => !edges.has(id)).forEach((id) => graph.dropEdge(id));
  }

  /** Works out what the filters leave and what is folded; called after every change of the screen or the graph. */
  settle(state: ScreenState): void {
    this.folds = NO_FOLDS;
    unfold(this.graph);
    this.failing = failing(this.graph, state.now.filters, this.payload.platforms, (edge) => this.edgeThere(edge, state));
    if (!state.now.folds.length) return;
    const seen = { node: (id: string) => this.nodeVisible(id, state), edge: (id: string) => this.edgeVisible(id, state) };
    this.folds = fold(this.graph, state.now.folds, seen, this.payload);
  }

  /** Puts each node where it was moved to, else where Python put it. */
  place(state: ScreenState): void {
    this.graph.forEachNode((id, item) => {
      const [x, y] = state.now.moved.get(id) ?? item.home;
      if (x !== item.x || y !== item.y) this.graph.mergeNodeAttributes(id, { x, y });
    });
  }

  labelOf(id: string): string {
    return this.payload.nodeStyles[this.graph.getNodeAttribute(id, "sprite")]?.label ?? "";
  }

  typeOf(id: string): string {
    return this.payload.edgeStyles[this.graph.getEdgeAttribute(id, "style")]?.type ?? "";
  }

  /** The nodes in a box; none where a node is no box. */
  membersOf(id: string): readonly string[] {
    return this.folds.members.get(id) ?? [];
  }

  /** Whether a link stands for links of a box. */
  isJoined(id: string): boolean {
    return this.graph.hasEdge(id) && isBox(id);
  }

  /** Nodes with where they were found and their time, for another arrangement; what was taken away has no place in it. */
  placed(state: ScreenState): Placed[] {
    const at = new Map<string, number>();
    this.graph.forEachEdge((_id, { from }, source, target) => {
      if (from === null) return;
      for (const end of [source, target]) at.set(end, Math.min(from, at.get(end) ?? Infinity));
    });
    const found = state.now.layout === "found" ? state.now.moved : state.now.found;
    return this.graph
      .filterNodes((id) => !isBox(id) && this.nodeThere(id, state))
      .map((id) => {
        const { home, from, platform } = this.graph.getNodeAttributes(id);
        const [x, y] = found.get(id) ?? home;
        return { id, x, y, platform, at: from ?? at.get(id) ?? null };
      });
  }

  /** The platforms in the picture, with how many nodes are on each. */
  platforms(state: ScreenState): Counted[] {
    const { platforms } = this.payload;
    return this.counted(platforms, state, ({ platform }) => [platforms[platform]?.key ?? ""]);
  }

  /** The loaded files that say what is in the picture, with how many nodes each names. */
  datasets(state: ScreenState): Counted[] {
    return this.counted(this.payload.datasets, state, ({ datasets }) => datasets);
  }

  private counted(named: readonly { key: string; word: string }[], state: ScreenState, of: (item: NodeItem) => readonly string[]): Counted[] {
    const counts = new Map<string, number>();
    this.graph.forEachNode((id, item) => {
      if (this.nodeThere(id, state)) for (const key of of(item)) counts.set(key, (counts.get(key) ?? 0) + 1);
    });
    return named.map((one) => ({ ...one, count: counts.get(one.key) ?? 0 }));
  }

  /** The screen with these nodes and links in sight. */
  showing(ids: readonly string[], state: ScreenState): Partial<Step> {
    const { removed, hiddenLabels, hiddenTypes, folds, filters } = state.now;
    const [back, labels, types] = [new Set(removed), new Set(hiddenLabels), new Set(hiddenTypes)];
    for (const id of ids) {
      back.delete(id);
      if (this.graph.hasNode(id)) labels.delete(this.labelOf(id));
      else types.delete(this.typeOf(id));
    }
    const filtered = ids.some((id) => this.failing.nodes.has(id) || this.failing.edges.has(id));
    const wanted = new Set(ids);
    return {
      removed: back,
      hiddenLabels: labels,
      hiddenTypes: types,
      folds: folds.filter(({ members }) => !members.some((id) => wanted.has(id))),
      filters: filtered ? { ...PASSING, dims: filters.dims } : filters,
    };
  }

  /** Whether a node or link would be seen without filters and boxes. */
  there(id: string, state: ScreenState): boolean {
    return this.graph.hasNode(id) ? this.nodeThere(id, state) : this.graph.hasEdge(id) && this.edgeThere(id, state);
  }

  /** Whether it does not pass the filters. */
  fails(id: string): boolean {
    return this.failing.nodes.has(id) || this.failing.edges.has(id);
  }

  /** Whether a node is neither hidden nor removed; it may be in a box. */
  nodePasses(id: string, state: ScreenState): boolean {
    return this.nodeThere(id, state) && (state.now.filters.dims || !this.failing.nodes.has(id));
  }

  edgePasses(id: string, state: ScreenState): boolean {
    const { hiddenTypes, filters } = state.now;
    if (state.gone(id) || (hiddenTypes.size && hiddenTypes.has(this.typeOf(id))) || (!filters.dims && this.failing.edges.has(id))) return false;
    // asked of every link in every drawing: where no node is hidden, no end is looked up
    return !this.hidesNodes(state) || this.ends(id, (end) => this.nodePasses(end, state));
  }

  nodeVisible(id: string, state: ScreenState): boolean {
    return this.nodePasses(id, state) && !this.folds.inside.has(id);
  }

  edgeVisible(id: string, state: ScreenState): boolean {
    return this.edgePasses(id, state) && (!this.folds.inside.size || this.ends(id, (end) => !this.folds.inside.has(end)));
  }

  private hidesNodes({ lacks, now }: ScreenState): boolean {
    return lacks || now.hiddenLabels.size > 0 || this.failing.nodes.size > 0;
  }

  private nodeThere(id: string, state: ScreenState): boolean {
    const { hiddenLabels } = state.now;
    return !state.gone(id) && !(hiddenLabels.size && hiddenLabels.has(this.labelOf(id)));
  }

  private edgeThere(id: string, state: ScreenState): boolean {
    return !state.gone(id) && !state.now.hiddenTypes.has(this.typeOf(id)) && this.ends(id, (end) => this.nodeThere(end, state));
  }

  private ends(id: string, meet: (node: string) => boolean): boolean {
    return this.graph.extremities(id).every(meet);
  }

  /** Where each node will stand that was sent: where it was dragged to, else where Python put it. */
  placesOf({ nodes }: Payload, state: ScreenState): { x: number; y: number }[] {
    return nodes.id.map((id, i) => {
      const [x, y] = state.now.moved.get(id) ?? [finite(nodes.x[i]), finite(nodes.y[i])];
      return { x, y };
    });
  }
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}

/** Pixels from the middle for each link, so that links between the same two nodes lie side by side. */
function lanesOf({ edges }: Payload): number[] {
  const bundles = new Map<number, number[]>();
  edges.id.forEach((_, i) => {
    const [a, b] = [edges.source[i] ?? 0, edges.target[i] ?? 0];
    const key = Math.min(a, b) * NODES + Math.max(a, b);
    const bundle = bundles.get(key);
    if (bundle) bundle.push(i);
    else bundles.set(key, [i]);
  });
  const lanes = Array<number>(edges.id.length).fill(0);
  for (const bundle of bundles.values()) {
    if (bundle.length < 2) continue;
    const apart = Math.min(LANE, ROAD / (bundle.length - 1));
    bundle.forEach((i, n) => {
      const lane = (n - (bundle.length - 1) / 2) * apart;
      // the side of a line depends on its direction
      lanes[i] = (edges.source[i] ?? 0) < (edges.target[i] ?? 0) ? lane : -lane;
    });
  }
  return lanes;
}
