// Rings around members of sets, and around what is selected or found, on a canvas of their own above the nodes.

import type Sigma from "sigma";
import type { EdgeItem, NodeItem } from "./picture";
import type { Selection } from "./selection";

const RING = "#111111";
const MEMBER = "#1b1f24";
const DASHES = [3.5, 2.5];
const FOUND = "#d55e00";

export class Marks {
  private readonly canvas: HTMLCanvasElement;

  constructor(
    private readonly sigma: Sigma<NodeItem, EdgeItem>,
    private readonly selection: Selection,
    private readonly found: () => readonly string[],
  ) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "marks";
    Object.assign(this.canvas.style, { position: "absolute", inset: "0", pointerEvents: "none" });
    sigma.getContainer().append(this.canvas);
    sigma.on("afterRender", () => this.draw());
  }

  kill(): void {
    this.canvas.remove();
  }

  private draw(): void {
    const { width, height } = this.sigma.getDimensions();
    const scale = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    }
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.members(context);
    this.rings(context, this.found(), FOUND, 5);
    this.rings(context, this.selection.all(), RING, 3.5);
  }

  private members(context: CanvasRenderingContext2D): void {
    context.strokeStyle = MEMBER;
    context.lineWidth = 1.4;
    this.sigma.getGraph().forEachNode((id, item) => {
      if (!item.rings) return;
      const data = this.sigma.getNodeDisplayData(id);
      if (!data || data.hidden) return;
      const { x, y } = this.sigma.framedGraphToViewport(data);
      context.globalAlpha = Number((data as { alpha?: number }).alpha ?? 1);
      memberRings(context, item.rings, x, y, this.sigma.scaleSize(data.size));
    });
    context.globalAlpha = 1;
  }

  private rings(context: CanvasRenderingContext2D, ids: readonly string[], colour: string, beyond: number): void {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    const graph = this.sigma.getGraph();
    for (const id of ids) {
      if (!graph.hasNode(id)) continue;
      const data = this.sigma.getNodeDisplayData(id);
      if (!data || data.hidden) continue;
      const { x, y } = this.sigma.framedGraphToViewport(data);
      context.beginPath();
      context.arc(x, y, this.sigma.scaleSize(data.size) * 1.1 + beyond, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

/** A ring for each set: solid for the first, dashed and further out where there are both for the second. */
export function memberRings(context: CanvasRenderingContext2D, rings: number, x: number, y: number, radius: number): void {
  let beyond = Math.max(2, radius * 0.4);
  for (const bit of [0, 1]) {
    if (!(rings & (1 << bit))) continue;
    context.setLineDash(bit ? DASHES : []);
    context.beginPath();
    context.arc(x, y, radius + beyond, 0, 2 * Math.PI);
    context.stroke();
    beyond += Math.max(2.5, radius * 0.3);
  }
  context.setLineDash([]);
}
