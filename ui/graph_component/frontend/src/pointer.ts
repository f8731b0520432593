// What the mouse does on the picture: select, drag a node, draw a box or a free line around nodes.

import type Sigma from "sigma";
import type { MouseCoords } from "sigma/types";
import type { EdgeItem, NodeItem } from "./picture";
import { element } from "./text";

const SVG = "http://www.w3.org/2000/svg";

export interface Gestures {
  pick(id: string, add: boolean): void;
  pickAt(x: number, y: number, add: boolean): void;
  /** Select what lies within these corners, in pixels of the canvas. */
  pickWithin(corners: readonly Corner[], add: boolean): void;
  expand(id: string): void;
  hover(x: number, y: number): void;
  leave(): void;
  moved(id: string): void;
  areaDone(): void;
}

export interface Corner {
  x: number;
  y: number;
}

export type Area = "area" | "lasso" | null;

export class Pointer {
  /** What a plain drag draws. */
  area: Area = null;
  private dragged: string | null = null;
  private from: { x: number; y: number } | null = null;
  private drawing: Area = null;
  private path: Corner[] = [];
  private shifted = false;
  private overNode = false;
  /** Whether the pointer is on the picture, and on nothing that lies above it. */
  private inside = false;
  private clicked = "";
  /** The click that ends a drag or a box is none: until the button is pressed again. */
  private deaf = false;
  private readonly box = element("div", "box");
  private readonly lasso = document.createElementNS(SVG, "svg");
  private readonly line = document.createElementNS(SVG, "polygon");

  constructor(
    private readonly sigma: Sigma<NodeItem, EdgeItem>,
    root: HTMLElement,
    private readonly gestures: Gestures,
  ) {
    this.box.hidden = true;
    this.lasso.setAttribute("class", "lasso");
    this.lasso.setAttribute("aria-hidden", "true");
    this.lasso.append(this.line);
    root.append(this.box, this.lasso);
    sigma.on("clickNode", ({ node, event }) => this.click(node, event, false));
    sigma.on("doubleClickNode", ({ node, event }) => this.click(node, event, true));
    sigma.on("clickStage", ({ event }) => this.clickBeside(event));
    sigma.on("doubleClickStage", ({ event }) => this.clickBeside(event));
    sigma.on("enterNode", () => {
      this.overNode = true;
      gestures.leave();
    });
    sigma.on("leaveNode", () => (this.overNode = false));
    sigma.on("enterStage", () => (this.inside = true));
    sigma.on("leaveStage", () => {
      this.inside = false;
      this.hush();
    });
    sigma.on("downNode", ({ node, event }) => {
      this.deaf = false;
      if (isShifted(event)) return;
      this.dragged = node;
      this.from = { x: event.x, y: event.y };
    });
    sigma.on("downStage", ({ event }) => {
      this.deaf = false;
      this.drawing = isHeld(event, "altKey") ? "lasso" : (this.area ?? (isShifted(event) ? "area" : null));
      if (!this.drawing) return;
      this.shifted = isShifted(event) && (this.area !== null || this.drawing === "lasso");
      this.from = { x: event.x, y: event.y };
      this.path = [this.from];
    });
    sigma.on("moveBody", ({ event }) => this.move(event));
    sigma.getMouseCaptor().on("mouseup", () => this.release());
  }

  /** Takes the words at the pointer away until it moves on. */
  hush(): void {
    this.overNode = false;
    this.gestures.leave();
    // sigma itself keeps the box until the pointer is seen elsewhere on the picture
    this.sigma["hoveredNode"] = null;
    this.sigma["scheduleHighlightedNodesRender"]();
  }

  private click(node: string, event: MouseCoords, doubled: boolean): void {
    event.preventSigmaDefault();
    if (this.deaf) return;
    const add = isShifted(event);
    // two quick clicks count wherever they fall
    if (node === this.clicked && !add && isSecond(event, doubled)) {
      this.gestures.expand(node);
      return;
    }
    this.clicked = node;
    this.gestures.pick(node, add);
  }

  private clickBeside(event: MouseCoords): void {
    event.preventSigmaDefault();
    this.clicked = "";
    if (!this.deaf) this.gestures.pickAt(event.x, event.y, isShifted(event));
  }

  private move(event: MouseCoords): void {
    const { from } = this;
    if (from && (this.dragged !== null || this.drawing)) {
      event.preventSigmaDefault();
      event.original.preventDefault();
      if (Math.hypot(event.x - from.x, event.y - from.y) < 4 && !this.drawn) return;
      if (this.drawing) this.draw(from, event);
      else if (this.dragged !== null) {
        this.from = { x: Infinity, y: Infinity };
        const { x, y } = this.sigma.viewportToGraph(event);
        this.sigma.getGraph().mergeNodeAttributes(this.dragged, { x, y });
      }
      return;
    }
    if (this.inside && !this.overNode) this.gestures.hover(event.x, event.y);
  }

  /** Whether the mouse has gone far enough for an area. */
  private get drawn(): boolean {
    return !this.box.hidden || this.path.length > 1;
  }

  private draw(from: Corner, { x, y }: MouseCoords): void {
    if (this.drawing === "lasso") {
      this.path.push({ x, y });
      this.line.setAttribute("points", this.path.map((corner) => `${corner.x},${corner.y}`).join(" "));
      return;
    }
    const [left, right, top, bottom] = [Math.min(from.x, x), Math.max(from.x, x), Math.min(from.y, y), Math.max(from.y, y)];
    this.path = [{ x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom }];
    this.box.hidden = false;
    Object.assign(this.box.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  }

  private release(): void {
    const { dragged, drawing, from, path } = this;
    const area = drawing !== null && this.drawn;
    const moved = dragged !== null && from?.x === Infinity;
    this.dragged = this.from = this.drawing = null;
    this.path = [];
    this.box.hidden = true;
    this.line.setAttribute("points", "");
    this.deaf = moved || area;
    if (moved) this.gestures.moved(dragged);
    if (area) this.gestures.pickWithin(path, this.shifted);
    if (drawing) this.gestures.areaDone();
  }
}

/**
 * Whether a click is the second of two. The browser counts by when the mouse was pressed; sigma, which decides alone for
 * fingers, by when it gets to know: where the page was busy in between, it takes a double click for two clicks.
 */
function isSecond({ original }: MouseCoords, doubled: boolean): boolean {
  return original instanceof MouseEvent ? original.detail > 0 && original.detail % 2 === 0 : doubled;
}

function isShifted(event: MouseCoords): boolean {
  return isHeld(event, "shiftKey");
}

function isHeld({ original }: MouseCoords, key: "shiftKey" | "altKey"): boolean {
  return key in original && original[key];
}
