// Labels and the box under the pointer, as text on a canvas.

import type { Settings } from "sigma/settings";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { EdgeItem, NodeItem } from "./picture";
import { shown } from "./text";

export const FONT = '"Source Sans", "Noto Sans", system-ui, "Noto Sans CJK SC", "Noto Sans Arabic", sans-serif';
export const INK = "#1b1f24";
const FAINT = "#5b6570";

type Drawn = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;

export type Area = readonly [left: number, top: number, right: number, bottom: number];
export type Disc = readonly [x: number, y: number, radius: number];

/** Pixels of radius up to which a node may lie under a name or a sign. */
export const SPECK = 3;

/** Names beside their nodes, where they cover no other name and no node; else left out until there is room. */
export class Labels {
  private taken: Area[] = [];
  private marks: readonly Disc[] | null = null;

  /** Asked once for each drawing: the nodes as [x, y, radius], and what covers the picture. */
  constructor(
    private readonly discs: () => readonly Disc[],
    private readonly covers: () => readonly Area[],
  ) {}

  /** Before each drawing. */
  clear(): void {
    this.taken = [...this.covers()];
    this.marks = null;
  }

  draw(context: CanvasRenderingContext2D, data: Drawn, settings: Settings<NodeItem, EdgeItem>): void {
    const text = shown(data.label ?? "", 32);
    if (!text) return;
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${FONT}`;
    const wide = context.measureText(text).width;
    const area = this.place(data, wide, settings.labelSize / 2 + 1, context.canvas.clientWidth || Infinity);
    if (!area) return;
    this.taken.push(area);
    const [x, middle] = [area[0], (area[1] + area[3]) / 2];
    context.globalAlpha = data["alpha"] ?? 1;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = "rgba(255,255,255,0.9)";
    // a halo keeps the name legible over lines
    context.strokeText(text, x, middle);
    context.fillStyle = INK;
    context.fillText(text, x, middle);
    context.globalAlpha = 1;
  }

  /** To the right, left, below or above: the first that covers nothing; for a name that is always drawn, any. */
  private place({ x, y, size, always }: Drawn, wide: number, half: number, room: number): Area | null {
    this.marks ??= this.discs().filter(([, , radius]) => radius > SPECK);
    const away = size * 1.4 + 4;
    const at = (left: number, middle: number): Area => [left, middle - half, left + wide + 2, middle + half];
    const places = [
      at(x + away, y),
      at(x - away - wide, y),
      at(x - wide / 2, y + away + half),
      at(x - wide / 2, y - away - half),
    ].filter((area) => area[2] < room && area[0] > 0);
    const free = places.filter((area) => !this.taken.some((other) => meet(area, other)));
    const clear = free.find((area) => !(this.marks ?? []).some((disc) => crosses(area, disc)));
    if (clear) return clear;
    return always ? (free[0] ?? places[0] ?? at(x + away, y)) : null;
  }
}

/** Whether an area lies over a disc. */
export function crosses([left, top, right, bottom]: Area, [x, y, radius]: Disc): boolean {
  const aside = x - Math.min(right, Math.max(left, x));
  const below = y - Math.min(bottom, Math.max(top, y));
  return aside * aside + below * below < radius * radius;
}

function meet([l, t, r, b]: Area, [left, top, right, bottom]: Area): boolean {
  return l < right && r > left && t < bottom && b > top;
}

/** Draws the box under the pointer; `top`: pixels that the buttons cover. */
export function drawHover(context: CanvasRenderingContext2D, data: Drawn, { labelSize: size }: Settings<NodeItem, EdgeItem>, top: number): void {
  const note = shown(String(data["note"] ?? ""), 90);
  const lines = [
    { text: shown(data.label ?? "", 64) || "(no name)", font: `600 ${size}px ${FONT}`, ink: INK },
    { text: shown(String(data["detail"] ?? ""), 72), font: `${size - 1}px ${FONT}`, ink: FAINT },
    { text: note && `Note: ${note}`, font: `italic ${size - 1}px ${FONT}`, ink: INK },
  ].filter(({ text }) => text);
  const width = 18 + Math.max(
    ...lines.map(({ text, font }) => {
      context.font = font;
      return context.measureText(text).width;
    }),
  );
  const height = lines.length * (size + 3) + 8;
  // to the left of the node where the right edge is near
  const room = context.canvas.clientWidth || context.canvas.width;
  const right = data.x + data.size + 6;
  const x = right + width > room ? Math.max(2, data.x - data.size - 6 - width) : right;
  // the buttons lie above the picture
  const y = Math.max(top, data.y - height / 2);
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.shadowColor = "rgba(15,23,42,0.25)";
  context.shadowBlur = 8;
  context.shadowOffsetY = 2;
  context.fillStyle = "#ffffff";
  context.fill();
  context.shadowColor = "transparent";
  context.shadowBlur = 0;
  context.shadowOffsetY = 0;
  context.textBaseline = "top";
  lines.forEach(({ text, font, ink }, i) => {
    context.font = font;
    context.fillStyle = ink;
    context.fillText(text, x + 9, y + 6 + i * (size + 3));
  });
}
