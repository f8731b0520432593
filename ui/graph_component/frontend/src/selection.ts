// What is selected, and what stands near it and therefore stays bright.

import type { MultiDirectedGraph } from "graphology";
import type { Selected } from "./payload";
import type { EdgeItem, NodeItem } from "./picture";

/** With more than this many neighbours, their names are left to the label grid. */
const NAMED = 25;

export class Selection {
  private readonly nodes = new Set<string>();
  private readonly edges = new Set<string>();
  private bright = new Set<string>();
  private brightEdges = new Set<string>();

  get size(): number {
    return this.nodes.size + this.edges.size;
  }

  get nodeIds(): string[] {
    return [...this.nodes];
  }

  get edgeIds(): string[] {
    return [...this.edges];
  }

  all(): string[] {
    return [...this.nodes, ...this.edges];
  }

  only(): Selected {
    const [node] = this.nodes;
    const [edge] = this.edges;
    if (this.size !== 1) return null;
    return node !== undefined ? { kind: "node", id: node } : edge !== undefined ? { kind: "edge", id: edge } : null;
  }

  has(id: string): boolean {
    return this.nodes.has(id) || this.edges.has(id);
  }

  /** Whether a node stays bright: selected, beside what is selected, or nothing is. */
  near(id: string): boolean {
    return !this.size || this.bright.has(id);
  }

  /** Whether a link stays bright. */
  lit(id: string): boolean {
    return !this.size || this.brightEdges.has(id);
  }

  /** Whether a node's name is drawn in any case. */
  names(id: string): boolean {
    return this.size > 0 && (this.nodes.has(id) ? this.nodes.size <= NAMED : this.bright.size <= NAMED && this.bright.has(id));
  }

  pick(one: NonNullable<Selected>, add: boolean): void {
    const set = one.kind === "node" ? this.nodes : this.edges;
    if (!add) this.clear();
    if (add && set.has(one.id)) set.delete(one.id);
    else set.add(one.id);
  }

  /** Whether these and nothing else are selected. */
  is(nodes: readonly string[], edges: readonly string[]): boolean {
    return this.size === nodes.length + edges.length && nodes.every((id) => this.nodes.has(id)) && edges.every((id) => this.edges.has(id));
  }

  /** These and nothing else. */
  set(nodes: Iterable<string>, edges: Iterable<string>): void {
    this.clear();
    for (const id of nodes) this.nodes.add(id);
    for (const id of edges) this.edges.add(id);
  }

  keep(visible: (id: string) => boolean): void {
    for (const set of [this.nodes, this.edges]) for (const id of set) if (!visible(id)) set.delete(id);
  }

  clear(): void {
    this.nodes.clear();
    this.edges.clear();
    this.bright.clear();
    this.brightEdges.clear();
  }

  /** Works out what is bright; called after every change of the selection or the graph. */
  around(graph: MultiDirectedGraph<NodeItem, EdgeItem>): void {
    this.bright = new Set(this.nodes);
    this.brightEdges = new Set(this.edges);
    for (const id of this.nodes) {
      if (!graph.hasNode(id)) continue;
      graph.forEachEdge(id, (edge, _item, source, target) => {
        // of many, only the links among them: a box over half of the picture should not light up all of it
        if (this.nodes.size > 1 && !(this.nodes.has(source) && this.nodes.has(target))) return;
        this.brightEdges.add(edge);
        this.bright.add(source).add(target);
      });
    }
    for (const id of this.edges) {
      if (!graph.hasEdge(id)) continue;
      for (const end of graph.extremities(id)) this.bright.add(end);
    }
  }
}
