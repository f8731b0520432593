// What the mouse does on the picture: select, drag a node, draw a box.

import type Sigma from "sigma";
import type { MouseCoords } from "sigma/types";
import type { EdgeItem, NodeItem } from "./picture";
import { element } from "./text";

export interface Gestures {
  pick(id: string, add: boolean): void;
  pickAt(x: number, y: number): void;
  pickBox(left: number, top: number, right: number, bottom: number, add: boolean): void;
  expand(id: string): void;
  hover(x: number, y: number): void;
  leave(): void;
  moved(id: string): void;
  boxDone(): void;
}

export class Pointer {
  /** Whether a plain drag draws a box. */
  area = false;
  private dragged: string | null = null;
  private from: { x: number; y: number } | null = null;
  private boxing = false;
  private shifted = false;
  private overNode = false;
  private clicked = "";
  /** The click that ends a drag or a box is none. */
  private deafUntil = 0;
  private readonly box = element("div", "box");

  constructor(
    private readonly sigma: Sigma<NodeItem, EdgeItem>,
    private readonly root: HTMLElement,
    private readonly gestures: Gestures,
  ) {
    this.box.hidden = true;
    root.append(this.box);
    sigma.on("clickNode", ({ node, event }) => {
      if (performance.now() > this.deafUntil) this.pick(node, isShifted(event));
    });
    sigma.on("doubleClickNode", ({ node, event }) => {
      event.preventSigmaDefault();
      // sigma counts any two quick clicks, on whatever they fall
      if (node === this.clicked && !isShifted(event)) gestures.expand(node);
      else this.pick(node, isShifted(event));
    });
    sigma.on("clickStage", ({ event }) => {
      this.clicked = "";
      if (performance.now() > this.deafUntil) gestures.pickAt(event.x, event.y);
    });
    sigma.on("doubleClickStage", ({ event }) => {
      event.preventSigmaDefault();
      if (performance.now() > this.deafUntil) gestures.pickAt(event.x, event.y);
    });
    sigma.on("enterNode", () => {
      this.overNode = true;
      gestures.leave();
    });
    sigma.on("leaveNode", () => (this.overNode = false));
    sigma.on("leaveStage", () => gestures.leave());
    sigma.on("downNode", ({ node, event }) => {
      if (isShifted(event)) return;
      this.dragged = node;
      this.from = { x: event.x, y: event.y };
    });
    sigma.on("downStage", ({ event }) => {
      if (!this.area && !isShifted(event)) return;
      this.boxing = true;
      this.shifted = isShifted(event) && this.area;
      this.from = { x: event.x, y: event.y };
    });
    sigma.on("moveBody", ({ event }) => this.move(event));
    sigma.getMouseCaptor().on("mouseup", () => this.release());
  }

  private pick(node: string, add: boolean): void {
    this.clicked = node;
    this.gestures.pick(node, add);
  }

  private move(event: MouseCoords): void {
    const { from } = this;
    if (from && (this.dragged !== null || this.boxing)) {
      event.preventSigmaDefault();
      event.original.preventDefault();
      if (Math.hypot(event.x - from.x, event.y - from.y) < 4 && this.box.hidden) return;
      if (this.boxing) this.drawBox(from, event);
      else if (this.dragged !== null) {
        this.from = { x: Infinity, y: Infinity };
        const { x, y } = this.sigma.viewportToGraph(event);
        this.sigma.getGraph().mergeNodeAttributes(this.dragged, { x, y });
      }
      return;
    }
    if (!this.overNode) this.gestures.hover(event.x, event.y);
  }

  private drawBox(from: { x: number; y: number }, to: { x: number; y: number }): void {
    this.box.hidden = false;
    Object.assign(this.box.style, {
      left: `${Math.min(from.x, to.x)}px`,
      top: `${Math.min(from.y, to.y)}px`,
      width: `${Math.abs(from.x - to.x)}px`,
      height: `${Math.abs(from.y - to.y)}px`,
    });
  }

  private release(): void {
    const { dragged, boxing, from } = this;
    this.dragged = this.from = null;
    this.boxing = false;
    const moved = dragged !== null && from?.x === Infinity;
    if (moved || (boxing && !this.box.hidden)) this.deafUntil = performance.now() + 60;
    if (moved) this.gestures.moved(dragged);
    if (boxing && !this.box.hidden) {
      const frame = this.root.getBoundingClientRect();
      const box = this.box.getBoundingClientRect();
      this.gestures.pickBox(
        box.left - frame.left,
        box.top - frame.top,
        box.right - frame.left,
        box.bottom - frame.top,
        this.shifted,
      );
    }
    this.box.hidden = true;
    if (boxing) this.gestures.boxDone();
  }
}

function isShifted(event: MouseCoords): boolean {
  return "shiftKey" in event.original && event.original.shiftKey;
}
