// What lies where on the canvas: lines that can be hit, discs that names leave free, and places in the page.

import type Sigma from "sigma";
import { nearest, type Line } from "./hits";
import type { EdgeItem, NodeItem, Picture } from "./picture";
import type { ScreenState } from "./screen";

/** With more nodes than this, asking where each is takes too long for every drawing. */
const CROWD = 1_500;

export class Surface {
  /** Asked for twice in each drawing. */
  private drawn: [number, number, number][] | null = null;

  constructor(
    private readonly sigma: Sigma<NodeItem, EdgeItem>,
    private readonly picture: Picture,
    private readonly state: () => ScreenState,
  ) {
    sigma.on("beforeRender", () => (this.drawn = null));
  }

  /** The link under a point, if any. */
  linkAt(x: number, y: number): string | null {
    return nearest(this.lines(), x, y);
  }

  /** Where the visible nodes stand on the canvas, as [x, y, radius]; none in a crowd. */
  discs(): [number, number, number][] {
    return (this.drawn ??= this.standing());
  }

  private standing(): [number, number, number][] {
    const { graph } = this.picture;
    if (graph.order > CROWD) return [];
    const found: [number, number, number][] = [];
    graph.forEachNode((id) => {
      const data = this.sigma.getNodeDisplayData(id);
      if (!data || data.hidden) return;
      const { x, y } = this.sigma.framedGraphToViewport(data);
      found.push([x, y, this.sigma.scaleSize(data.size)]);
    });
    return found;
  }

  /** Where each visible node is, in pixels of the page. */
  positions(): Record<string, [number, number]> {
    const { left, top } = this.sigma.getContainer().getBoundingClientRect();
    return this.points(left, top);
  }

  /** Where each visible node is on the canvas, or from another origin. */
  points(left = 0, top = 0): Record<string, [number, number]> {
    const found: Record<string, [number, number]> = {};
    this.picture.graph.forEachNode((id, item) => {
      if (!this.picture.nodeVisible(id, this.state())) return;
      const { x, y } = this.sigma.graphToViewport(item);
      found[id] = [left + x, top + y];
    });
    return found;
  }

  /** The visible links with their ends. */
  links(): { id: string; type: string; source: string; target: string; first: boolean }[] {
    const { graph } = this.picture;
    return graph
      .filterEdges((id) => this.picture.edgeVisible(id, this.state()))
      .map((id) => {
        const [source, target] = graph.extremities(id);
        return { id, type: this.picture.typeOf(id), source, target, first: graph.getEdgeAttribute(id, "first") };
      });
  }

  private *lines(): Iterable<Line> {
    const { graph } = this.picture;
    for (const { edge, attributes, source, target } of graph.edgeEntries()) {
      if (!this.picture.edgeVisible(edge, this.state())) continue;
      const from = this.sigma.graphToViewport(graph.getNodeAttributes(source));
      const to = this.sigma.graphToViewport(graph.getNodeAttributes(target));
      yield { id: edge, x1: from.x, y1: from.y, x2: to.x, y2: to.y, lane: attributes.lane };
    }
  }
}
