// The strip below the picture: when posts and links happened, and a span of time to which the picture is narrowed.

import { bars, type Bar, type Moment } from "./histogram";
import { element } from "./text";
import { moment, OFFSETS, zoneName } from "./zone";

/** Pixels that the strip takes at the bottom. */
export const STRIP = 78;

const BARS = 120;
const TOP = 22;
const BOTTOM = 15;
const SIDE = 14;
const INK = "#0072b2";
const PALE = "#b9c4cf";

export interface TimeActions {
  /** The picture is to show what happened in this span; null for all times. Steps of a key are one change. */
  narrow(span: [number, number] | null, byKey: boolean): void;
  /** Times are written in another zone. */
  zoned(): void;
}

export class Timeline {
  readonly root = element("div", "timeline");
  /** Minutes east of UTC in which times are written. */
  offset = 0;
  private readonly canvas = element("canvas", "timeline-bars");
  private readonly told = element("span", "timeline-told");
  private readonly all = element("button", "timeline-all", "All times");
  private readonly handles: [HTMLElement, HTMLElement];
  private moments: readonly Moment[] = [];
  private extent: [number, number] = [0, 1];
  private span: [number, number] | null = null;
  private drag: { from: number; to: number } | null = null;

  constructor(private readonly actions: TimeActions) {
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", "When posts and links happened");
    const zone = element("select", "timeline-zone");
    zone.setAttribute("aria-label", "Time zone");
    zone.append(...OFFSETS.map((offset) => new Option(zoneName(offset), String(offset), offset === 0, offset === 0)));
    zone.addEventListener("change", () => {
      this.offset = Number(zone.value);
      this.draw();
      actions.zoned();
    });
    this.all.type = "button";
    this.all.addEventListener("click", () => actions.narrow(null, false));
    this.handles = [this.handle(0, "From"), this.handle(1, "To")];
    const head = element("div", "timeline-head");
    head.append(this.told, this.all, zone);
    this.root.append(this.canvas, head, ...this.handles);
    this.brush();
    // what is typed here is not for the picture
    this.root.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    });
  }

  /** Whether there is anything to show. */
  get shown(): boolean {
    return !this.root.hidden;
  }

  /** A time in the chosen zone. */
  words(ms: number): string {
    return moment(ms, this.offset);
  }

  /** Days only, where the whole takes longer than some days. */
  short(ms: number): string {
    return moment(ms, this.offset, this.extent[1] - this.extent[0] > 5 * 86_400_000 ? 86_400_000 : 0);
  }

  show(moments: readonly Moment[], span: [number, number] | null): void {
    this.root.hidden = !moments.length;
    this.moments = moments;
    this.span = span;
    let [first, last] = [Infinity, -Infinity];
    for (const { at } of moments) {
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
    if (!moments.length) return;
    // something that happened at one moment only has an hour around it
    const spare = Math.max(0, 3_600_000 - (last - first)) / 2;
    this.extent = [first - spare, last + spare];
    this.draw();
  }

  /** Draws anew, as when the width has changed. */
  draw(): void {
    if (this.root.hidden) return;
    const [width, height] = [this.root.clientWidth, STRIP];
    if (!width) return;
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const found = bars(this.moments, this.extent[0], this.bin());
    const most = Math.max(1, ...found.map(({ count }) => count));
    const room = height - TOP - BOTTOM;
    const tall = (count: number) => (count ? Math.max(2, room * Math.sqrt(count / most)) : 0);
    for (const bar of found) {
      const [left, right] = [this.x(bar.from), this.x(bar.to)];
      const wide = Math.max(1.5, Math.min(width, right) - left - 0.5);
      for (const [count, colour] of [[bar.count, PALE], [bar.passing, INK]] as const) {
        fill(context, bar, [left, height - BOTTOM - tall(count), wide, tall(count)], colour);
      }
    }
    this.axis(context, width, height);
    this.window(context, height);
    this.tell();
  }

  private axis(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.strokeStyle = "#c3cad2";
    context.beginPath();
    context.moveTo(SIDE, height - BOTTOM + 0.5);
    context.lineTo(width - SIDE, height - BOTTOM + 0.5);
    context.stroke();
    context.font = '11px "Source Sans", system-ui, sans-serif';
    context.fillStyle = "#5b6570";
    context.textBaseline = "top";
    const wide = context.measureText(this.short(this.extent[0])).width + 24;
    const ticks = Math.max(1, Math.min(6, Math.floor((width - 2 * SIDE - wide) / wide)));
    for (let i = 0; i <= ticks; i++) {
      context.textAlign = i === 0 ? "left" : i === ticks ? "right" : "center";
      const at = this.extent[0] + ((this.extent[1] - this.extent[0]) * i) / ticks;
      context.fillText(this.short(at), this.x(at), height - BOTTOM + 3);
    }
  }

  private window(context: CanvasRenderingContext2D, height: number): void {
    const [from, to] = this.current().map((at) => this.x(at)) as [number, number];
    const high = height - TOP - BOTTOM;
    if (this.span || this.drag) {
      context.fillStyle = "rgba(0, 114, 178, 0.1)";
      context.fillRect(from, TOP, to - from, high);
    }
    this.handles.forEach((handle, i) => {
      Object.assign(handle.style, { left: `${(i ? to : from) - 7}px`, top: `${TOP - 2}px`, height: `${high + 4}px` });
      const at = this.current()[i] ?? 0;
      handle.setAttribute("aria-valuemin", String(Math.round(this.extent[0])));
      handle.setAttribute("aria-valuemax", String(Math.round(this.extent[1])));
      handle.setAttribute("aria-valuenow", String(Math.round(at)));
      handle.setAttribute("aria-valuetext", `${this.words(at)} ${zoneName(this.offset)}`);
    });
  }

  private tell(): void {
    const vague = this.moments.filter(({ precision }) => precision > 0).length;
    const within = this.moments.filter(({ passes }) => passes).length;
    const span = this.span ? `${this.words(this.span[0])} to ${this.words(this.span[1])}: ${within} of ${this.moments.length}` : `${this.moments.length} posts and links with a time`;
    this.told.textContent = `${span}${vague ? `; hatched: ${vague} known to the minute or day only` : ""}`;
    this.all.hidden = !this.span;
  }

  /** The span as it is drawn: dragged, chosen, or everything. */
  private current(): [number, number] {
    if (this.drag) return [Math.min(this.drag.from, this.drag.to), Math.max(this.drag.from, this.drag.to)];
    return this.span ?? this.extent;
  }

  private bin(): number {
    return Math.max(1, (this.extent[1] - this.extent[0]) / BARS);
  }

  private x(at: number): number {
    const [from, to] = this.extent;
    const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
    return SIDE + share * (this.root.clientWidth - 2 * SIDE);
  }

  private at(x: number): number {
    const [from, to] = this.extent;
    const share = Math.min(1, Math.max(0, (x - SIDE) / (this.root.clientWidth - 2 * SIDE)));
    return Math.round(from + share * (to - from));
  }

  private brush(): void {
    const place = (event: PointerEvent) => this.at(event.clientX - this.canvas.getBoundingClientRect().left);
    this.canvas.addEventListener("pointerdown", (event) => {
      this.drag = { from: place(event), to: place(event) };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!this.drag) return;
      this.drag.to = place(event);
      this.draw();
    });
    this.canvas.addEventListener("pointerup", () => {
      if (!this.drag) return;
      const [from, to] = this.current();
      this.drag = null;
      // a click without a drag lets go
      const any = to - from >= this.bin() / 2;
      if (any || this.span) this.actions.narrow(any ? [from, to] : null, false);
      else this.draw();
    });
    this.canvas.addEventListener("pointercancel", () => {
      this.drag = null;
      this.draw();
    });
  }

  private handle(end: 0 | 1, name: string): HTMLElement {
    const handle = element("div", "timeline-handle");
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", `${name}: arrow keys move it, with Shift further`);
    const move = (at: number, byKey: boolean) => {
      const span: [number, number] = [...this.current()];
      const [least, most] = end ? [span[0], this.extent[1]] : [this.extent[0], span[1]];
      span[end] = Math.round(Math.min(most, Math.max(least, at)));
      this.actions.narrow(span[0] <= this.extent[0] && span[1] >= this.extent[1] ? null : span, byKey);
    };
    handle.addEventListener("keydown", (event) => {
      const far = this.bin() * (event.shiftKey ? 10 : 1);
      const now = this.current()[end];
      const to: Record<string, number> = {
        ArrowLeft: now - far,
        ArrowDown: now - far,
        ArrowRight: now + far,
        ArrowUp: now + far,
        Home: this.extent[0],
        End: this.extent[1],
      };
      const at = to[event.key];
      if (at === undefined) return;
      event.preventDefault();
      move(at, true);
    });
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      const fixed = this.current()[1 - end] ?? 0;
      this.drag = { from: fixed, to: this.current()[end] };
    });
    handle.addEventListener("pointermove", (event) => {
      if (!this.drag || !handle.hasPointerCapture(event.pointerId)) return;
      this.drag.to = this.at(event.clientX - this.canvas.getBoundingClientRect().left);
      this.draw();
    });
    handle.addEventListener("pointerup", () => {
      if (!this.drag) return;
      const { to } = this.drag;
      this.drag = null;
      move(to, false);
    });
    return handle;
  }
}

function fill(context: CanvasRenderingContext2D, { vague }: Bar, [x, y, wide, high]: [number, number, number, number], colour: string): void {
  if (high <= 0) return;
  context.fillStyle = context.strokeStyle = colour;
  if (!vague) {
    context.fillRect(x, y, wide, high);
    return;
  }
  context.save();
  context.beginPath();
  context.rect(x, y, wide, high);
  context.clip();
  context.lineWidth = 1;
  context.beginPath();
  for (let at = x - high; at < x + wide; at += 4) {
    context.moveTo(at, y + high);
    context.lineTo(at + high, y);
  }
  context.stroke();
  context.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, wide - 1), Math.max(0.5, high - 1));
  context.restore();
}
