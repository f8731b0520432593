// The graph on screen: what Python sent, laid over by what the analyst removed, hid and moved.

import { MultiDirectedGraph } from "graphology";
import { dashOf } from "./lines";
import type { Payload } from "./payload";
import type { ScreenState } from "./screen";

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
  type: "sprite";
}

export interface EdgeItem {
  detail: string;
  size: number;
  color: string;
  style: number;
  lane: number;
  dash: readonly [number, number, number, number];
  directed: boolean;
  type: "line";
}

const LANE = 7;

export class Picture {
  readonly graph = new MultiDirectedGraph<NodeItem, EdgeItem>();

  constructor(private payload: Payload) {}

  /** Brings the graph to the payload by adding, changing and dropping what differs; returns the new nodes. */
  apply(payload: Payload): string[] {
    this.payload = payload;
    const { graph } = this;
    const { nodes, edges } = payload;
    const wanted = new Set(nodes.id);
    graph.filterNodes((id) => !wanted.has(id)).forEach((id) => graph.dropNode(id));
    const links = new Set(edges.id);
    graph.filterEdges((id) => !links.has(id)).forEach((id) => graph.dropEdge(id));
    const fresh: string[] = [];
    nodes.id.forEach((id, i) => {
      const home: [number, number] = [nodes.x[i] ?? 0, nodes.y[i] ?? 0];
      const item = {
        label: nodes.text[i] ?? "",
        detail: nodes.detail[i] ?? "",
        size: nodes.size[i] ?? 5,
        sprite: nodes.style[i] ?? 0,
        rings: nodes.rings[i] ?? 0,
        home,
      };
      if (graph.hasNode(id)) {
        graph.mergeNodeAttributes(id, item);
      } else {
        graph.addNode(id, { ...item, x: home[0], y: home[1], type: "sprite" });
        fresh.push(id);
      }
    });
    const lanes = lanesOf(payload);
    const dashes = payload.edgeStyles.map(dashOf);
    edges.id.forEach((id, i) => {
      const source = nodes.id[edges.source[i] ?? -1];
      const target = nodes.id[edges.target[i] ?? -1];
      if (source === undefined || target === undefined) return;
      const style = edges.style[i] ?? 0;
      const item: EdgeItem = {
        detail: edges.detail[i] ?? "",
        size: edges.width[i] ?? 1,
        color: payload.edgeStyles[style]?.colour ?? "#8a94a0",
        style,
        lane: lanes[i] ?? 0,
        dash: dashes[style] ?? [0, 0, 0, 0],
        directed: payload.edgeStyles[style]?.directed ?? false,
        type: "line",
      };
      if (graph.hasEdge(id)) graph.mergeEdgeAttributes(id, item);
      else graph.addEdgeWithKey(id, source, target, item);
    });
    return fresh;
  }

  /** Puts each node where it was dragged to, else where Python put it; true if any moved. */
  place(state: ScreenState): boolean {
    let any = false;
    this.graph.forEachNode((id, item) => {
      const [x, y] = state.now.moved.get(id) ?? item.home;
      if (x !== item.x || y !== item.y) {
        this.graph.mergeNodeAttributes(id, { x, y });
        any = true;
      }
    });
    return any;
  }

  labelOf(id: string): string {
    return this.payload.nodeStyles[this.graph.getNodeAttribute(id, "sprite")]?.label ?? "";
  }

  typeOf(id: string): string {
    return this.payload.edgeStyles[this.graph.getEdgeAttribute(id, "style")]?.type ?? "";
  }

  nodeVisible(id: string, state: ScreenState): boolean {
    return !state.now.removed.has(id) && !state.now.hiddenLabels.has(this.labelOf(id));
  }

  edgeVisible(id: string, state: ScreenState): boolean {
    if (state.now.removed.has(id) || state.now.hiddenTypes.has(this.typeOf(id))) return false;
    const [source, target] = this.graph.extremities(id);
    return this.nodeVisible(source, state) && this.nodeVisible(target, state);
  }

  /** Where each node will stand that was sent: where it was dragged to, else where Python put it. */
  placesOf({ nodes }: Payload, state: ScreenState): { x: number; y: number }[] {
    return nodes.id.map((id, i) => {
      const [x, y] = state.now.moved.get(id) ?? [nodes.x[i] ?? 0, nodes.y[i] ?? 0];
      return { x, y };
    });
  }
}

/** The frame of some places, in sigma's coordinates; never flat, so that one node is not a scale of 0. */
export function frameOf(places: Iterable<{ x: number; y: number }>): { x: [number, number]; y: [number, number] } {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of places) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  if (left > right) return { x: [-200, 200], y: [-200, 200] };
  const least = 320;
  const grow = (from: number, to: number): [number, number] => {
    const missing = Math.max(0, least - (to - from)) / 2;
    return [from - missing, to + missing];
  };
  return { x: grow(left, right), y: grow(low, high) };
}

/** Pixels from the middle for each link, so that links between the same two nodes lie side by side. */
function lanesOf({ edges }: Payload): number[] {
  const bundles = new Map<string, number[]>();
  edges.id.forEach((_, i) => {
    const [a, b] = [edges.source[i] ?? 0, edges.target[i] ?? 0];
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.push(i);
    else bundles.set(key, [i]);
  });
  const lanes = Array<number>(edges.id.length).fill(0);
  for (const bundle of bundles.values()) {
    if (bundle.length < 2) continue;
    bundle.forEach((i, n) => {
      const lane = (n - (bundle.length - 1) / 2) * LANE;
      // the side of a line depends on its direction
      lanes[i] = (edges.source[i] ?? 0) < (edges.target[i] ?? 0) ? lane : -lane;
    });
  }
  return lanes;
}
