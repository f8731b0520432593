// Labels and the box under the pointer, as text on a canvas.

import type { Settings } from "sigma/settings";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { EdgeItem, NodeItem } from "./picture";
import { shown } from "./text";

export const FONT = '"Source Sans", "Noto Sans", system-ui, "Noto Sans CJK SC", "Noto Sans Arabic", sans-serif';
export const INK = "#1b1f24";
const FAINT = "#5b6570";

type Drawn = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;

/** Names beside their nodes; one that would cover another is left out until there is room. */
export class Labels {
  private taken: [number, number, number, number][] = [];

  /** Before each drawing. */
  clear(): void {
    this.taken = [];
  }

  draw(context: CanvasRenderingContext2D, data: Drawn, settings: Settings<NodeItem, EdgeItem>): void {
    const text = shown(data.label ?? "", 32);
    if (!text) return;
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${FONT}`;
    const x = data.x + data.size + 4;
    const half = settings.labelSize / 2 + 1;
    const right = x + context.measureText(text).width + 2;
    const covers = this.taken.some(([l, t, r, b]) => x < r && right > l && data.y - half < b && data.y + half > t);
    if (covers && !data["always"]) return;
    this.taken.push([x, data.y - half, right, data.y + half]);
    context.globalAlpha = data["alpha"] ?? 1;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = "rgba(255,255,255,0.9)";
    // a halo keeps the name legible over lines
    context.strokeText(text, x, data.y);
    context.fillStyle = INK;
    context.fillText(text, x, data.y);
    context.globalAlpha = 1;
  }
}

export function drawHover(context: CanvasRenderingContext2D, data: Drawn, settings: Settings<NodeItem, EdgeItem>): void {
  const name = shown(data.label ?? "", 64) || "(no name)";
  const detail = shown(String(data["detail"] ?? ""), 72);
  const size = settings.labelSize;
  context.font = `600 ${size}px ${FONT}`;
  let width = context.measureText(name).width;
  context.font = `${size - 1}px ${FONT}`;
  if (detail) width = Math.max(width, context.measureText(detail).width);
  const height = detail ? 2 * size + 14 : size + 12;
  const boxWidth = width + 18;
  // to the left of the node where the right edge is near
  const room = context.canvas.clientWidth || context.canvas.width;
  const right = data.x + data.size + 6;
  const x = right + boxWidth > room ? Math.max(2, data.x - data.size - 6 - boxWidth) : right;
  const y = Math.max(2, data.y - height / 2);
  context.beginPath();
  context.roundRect(x, y, boxWidth, height, 6);
  context.shadowColor = "rgba(15,23,42,0.25)";
  context.shadowBlur = 8;
  context.shadowOffsetY = 2;
  context.fillStyle = "#ffffff";
  context.fill();
  context.shadowColor = "transparent";
  context.shadowBlur = 0;
  context.shadowOffsetY = 0;
  context.textBaseline = "top";
  context.font = `600 ${size}px ${FONT}`;
  context.fillStyle = INK;
  context.fillText(name, x + 9, y + 6);
  if (detail) {
    context.font = `${size - 1}px ${FONT}`;
    context.fillStyle = FAINT;
    context.fillText(detail, x + 9, y + size + 9);
  }
}
