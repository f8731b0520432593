// What is drawn above nodes and links on a canvas of its own: rings of members, of what is selected or found, badges, notes, a path.

import type Sigma from "sigma";
import { crosses, FONT, SPECK, type Area, type Disc as Round } from "./labels";
import type { Caption } from "./layouts";
import type { EdgeItem, NodeItem } from "./picture";
import type { Selection } from "./selection";

const RING = "#111111";
const MEMBER = "#1b1f24";
const DASHES = [3.5, 2.5];
const FOUND = "#d55e00";
const PATH = "rgba(230, 159, 0, 0.55)";
const NOTE = "#fff3bf";
/** Radius in pixels from which a node has room for letters. */
const ROOMY = 6.5;
/** With more links than this, none is marked as the first. */
const MOST = 3_000;
/** Pixels that the heads of columns take, and one line of them. */
export const HEADS = 44;
const HEAD = 19;

export interface Marked {
  found(): readonly string[];
  /** Letters of each platform. */
  badges(): readonly string[];
  highlight(): { nodes: readonly string[]; edges: readonly string[] } | null;
  captions(): readonly Caption[];
  /** Pixels at the top that buttons and lines of words cover. */
  top(): number;
  edgeVisible(id: string): boolean;
  /** Where the nodes stand, which badges leave free. */
  discs(): readonly Round[];
}

type Spot = readonly [x: number, y: number];
/** Right or left, down or up: where a badge stands, in this order of wish; a note has the corner that is missing. */
const CORNERS: readonly Spot[] = [[1, 1], [-1, 1], [-1, -1]];
/** Half of a badge's height, and of its width at least. */
const BADGE = 5.5;

interface Disc {
  x: number;
  y: number;
  radius: number;
  alpha: number;
}

export class Marks {
  private readonly canvas: HTMLCanvasElement;

  constructor(
    private readonly sigma: Sigma<NodeItem, EdgeItem>,
    private readonly selection: Selection,
    private readonly marked: Marked,
  ) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "marks";
    Object.assign(this.canvas.style, { position: "absolute", inset: "0", pointerEvents: "none" });
    // above names, below the box under the pointer
    sigma.getContainer().insertBefore(this.canvas, sigma.getCanvases()["hovers"] ?? null);
    sigma.on("afterRender", () => this.draw());
  }

  kill(): void {
    this.canvas.remove();
  }

  /** Draws all of them where the nodes stand in the last frame. */
  draw(): void {
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
    this.path(context);
    this.onNodes(context);
    this.onEdges(context);
    this.rings(context, this.marked.found(), FOUND, 5);
    this.rings(context, this.selection.all(), RING, 3.5);
    this.captions(context);
  }

  /** Where a node is drawn; null where it is not. */
  private disc(id: string): Disc | null {
    const data = this.sigma.getGraph().hasNode(id) ? this.sigma.getNodeDisplayData(id) : undefined;
    if (!data || data.hidden) return null;
    const alpha = Number((data as { alpha?: number }).alpha ?? 1);
    return { ...this.sigma.framedGraphToViewport(data), radius: this.sigma.scaleSize(data.size), alpha };
  }

  private onNodes(context: CanvasRenderingContext2D): void {
    const badges = this.marked.badges();
    const { width, height } = this.sigma.getDimensions();
    const around = badges.length ? this.marked.discs().filter(([x, y, r]) => r > SPECK && x > -r && y > -r && x < width + r && y < height + r) : [];
    this.sigma.getGraph().forEachNode((id, item) => {
      const badge = badges[item.platform];
      if (!item.rings && !item.note && badge === undefined) return;
      const disc = this.disc(id);
      if (!disc) return;
      const { x, y, radius, alpha } = disc;
      context.globalAlpha = alpha;
      context.strokeStyle = MEMBER;
      context.lineWidth = 1.4;
      memberRings(context, item.rings, x, y, radius);
      if (badge !== undefined && radius >= ROOMY && alpha > 0.5) {
        const corners = CORNERS.map(([right, down]): Spot => [x + radius * 0.75 * right, y + radius * 0.8 * down]);
        const free = corners.find((corner) => {
          const area = badgeArea(corner);
          return !around.some((other) => (other[0] !== x || other[1] !== y) && crosses(area, other));
        });
        const spot = free ?? (this.selection.has(id) ? corners[0] : undefined);
        if (spot) letters(context, badge, ...spot);
      }
      if (item.note) slip(context, x + radius * 0.7, y - radius * 0.9);
    });
    context.globalAlpha = 1;
  }

  private onEdges(context: CanvasRenderingContext2D): void {
    const graph = this.sigma.getGraph();
    const few = graph.size <= MOST;
    graph.forEachEdge((id, item, source, target) => {
      const loop = source === target;
      if (!loop && !item.note && !(item.first && few)) return;
      if (!this.marked.edgeVisible(id)) return;
      const [from, to] = [this.disc(source), this.disc(target)];
      if (!from || !to) return;
      context.globalAlpha = this.selection.lit(id) ? 1 : 0.25;
      if (loop) {
        context.strokeStyle = item.color;
        context.lineWidth = 1.5;
        context.beginPath();
        context.arc(from.x, from.y - from.radius - 6, 7, 0, 2 * Math.PI);
        context.stroke();
      }
      if (item.note) slip(context, (from.x + to.x) / 2, (from.y + to.y) / 2);
      if (item.first && few && from.radius >= ROOMY && Math.hypot(to.x - from.x, to.y - from.y) > 40) {
        firstMark(context, from.x + (to.x - from.x) * 0.3, from.y + (to.y - from.y) * 0.3);
      }
    });
    context.globalAlpha = 1;
  }

  private path(context: CanvasRenderingContext2D): void {
    const lit = this.marked.highlight();
    if (!lit) return;
    const graph = this.sigma.getGraph();
    context.strokeStyle = PATH;
    context.lineWidth = 7;
    context.lineCap = "round";
    for (const id of lit.edges) {
      if (!graph.hasEdge(id) || !this.marked.edgeVisible(id)) continue;
      const [from, to] = graph.extremities(id).map((end) => this.disc(end));
      if (!from || !to) continue;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
    context.lineWidth = 5;
    for (const id of lit.nodes) {
      const disc = this.disc(id);
      if (!disc) continue;
      context.beginPath();
      context.arc(disc.x, disc.y, disc.radius + 5, 0, 2 * Math.PI);
      context.stroke();
    }
    context.lineCap = "butt";
  }

  private rings(context: CanvasRenderingContext2D, ids: readonly string[], colour: string, beyond: number): void {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    for (const id of ids) {
      const disc = this.disc(id);
      if (!disc) continue;
      context.beginPath();
      context.arc(disc.x, disc.y, disc.radius * 1.1 + beyond, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  private captions(context: CanvasRenderingContext2D): void {
    context.font = `600 13px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineWidth = 4;
    context.strokeStyle = "rgba(255, 255, 255, 0.95)";
    context.fillStyle = MEMBER;
    const captions = this.marked.captions();
    const top = captions.length ? this.marked.top() + 3 : 0;
    const across = (x: number) => this.sigma.graphToViewport({ x, y: 0 }).x;
    // a head that would run into the one before it stands a line lower
    const taken = [-Infinity, -Infinity];
    for (const { text, x, span } of captions) {
      const at = across(x);
      const half = context.measureText(text).width / 2;
      const line = taken.findIndex((end) => end <= at - half);
      if (line < 0) continue;
      taken[line] = at + half + 8;
      context.strokeText(text, at, top + line * HEAD);
      context.fillText(text, at, top + line * HEAD);
      // a column may be several nodes wide
      if (span && span[0] < span[1]) context.fillRect(across(span[0]), top + line * HEAD + 17, across(span[1]) - across(span[0]), 1);
    }
    context.textAlign = "start";
  }
}

function badgeArea([x, y]: Spot): Area {
  return [x - BADGE, y - BADGE, x + BADGE, y + BADGE];
}

function letters(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.font = `700 9px ${FONT}`;
  const half = Math.max(BADGE, context.measureText(text).width / 2 + 2.5);
  context.fillStyle = "#ffffff";
  context.strokeStyle = MEMBER;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x - half, y - BADGE, 2 * half, 2 * BADGE, 3);
  context.fill();
  context.stroke();
  context.fillStyle = MEMBER;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x, y + 0.5);
  context.textAlign = "start";
}

/** A slip of paper: there is a note. */
function slip(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.fillStyle = NOTE;
  context.strokeStyle = MEMBER;
  context.lineWidth = 1;
  context.beginPath();
  context.rect(x - 4, y - 5, 8, 10);
  context.fill();
  context.stroke();
  context.beginPath();
  for (const line of [-2, 0.5, 3]) {
    context.moveTo(x - 2.5, y + line);
    context.lineTo(x + 2.5, y + line);
  }
  context.stroke();
}

/** The first of several to share a thing. */
export function firstMark(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.fillStyle = "#ffffff";
  context.strokeStyle = MEMBER;
  context.lineWidth = 1.2;
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.font = `700 9px ${FONT}`;
  context.fillStyle = MEMBER;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText("1", x, y + 0.5);
  context.textAlign = "start";
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
