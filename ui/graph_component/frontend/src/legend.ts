// The legend: what is on screen, how much of it, and a switch for each type.

import type { EdgeStyle, NodeStyle } from "./payload";
import { firstMark, memberRings } from "./marks";
import { drawShape } from "./sprites";
import { element } from "./text";

export interface Row {
  key: string;
  word: string;
  visible: number;
  total: number;
  off: boolean;
  swatch: HTMLCanvasElement;
}

const SCALE = 2;
/** Pixels of width below which it is folded at first. */
const NARROW = 520;
/** Share of the picture's width or height that it covers at most, unless it is opened. */
const MOST = 1 / 3;

function canvas(): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const made = element("canvas", "swatch");
  made.width = 22 * SCALE;
  made.height = 16 * SCALE;
  const context = made.getContext("2d");
  if (!context) throw new Error("no 2D canvas");
  context.scale(SCALE, SCALE);
  return [made, context];
}

export function nodeSwatch(style: NodeStyle, rings = 0): HTMLCanvasElement {
  const [made, context] = canvas();
  const radius = rings ? 3.6 : 5.6;
  drawShape(context, style, 11, 8, radius, 1);
  context.strokeStyle = "#1b1f24";
  context.lineWidth = 1.1;
  memberRings(context, rings, 11, 8, radius);
  return made;
}

export function edgeSwatch(style: EdgeStyle): HTMLCanvasElement {
  const [made, context] = canvas();
  context.strokeStyle = context.fillStyle = style.colour;
  context.lineWidth = 2;
  context.setLineDash(style.dash);
  context.beginPath();
  context.moveTo(1, 8);
  context.lineTo(style.directed ? 15 : 21, 8);
  context.stroke();
  if (style.directed) {
    context.beginPath();
    context.moveTo(21, 8);
    context.lineTo(14, 4.5);
    context.lineTo(14, 11.5);
    context.fill();
  }
  return made;
}

export function firstSwatch(): HTMLCanvasElement {
  const [made, context] = canvas();
  firstMark(context, 11, 8);
  return made;
}

export class Legend {
  readonly root = element("div", "legend");
  private readonly body = element("div", "legend-body");

  private readonly head = element("button", "legend-head", "Legend");
  /** Whether the analyst folded or opened it, or works with it. */
  private used = false;

  constructor(private readonly toggle: (kind: "label" | "type", key: string) => void) {
    this.head.type = "button";
    this.head.title = "Fold the legend";
    this.head.addEventListener("click", () => {
      this.used = true;
      this.fold(!this.body.hidden);
    });
    this.fold(false);
    this.root.append(this.head, this.body);
  }

  /** In another picture it folds itself again. */
  renew(): void {
    this.used = false;
  }

  /** Folds where it would cover too much of a picture of this size, until the analyst says otherwise. */
  suit(wide: number, high: number): void {
    if (this.used) return;
    this.fold(false);
    const { offsetWidth, offsetHeight } = this.root;
    // where there is little room, nodes come first
    this.fold(wide < NARROW || offsetWidth > wide * MOST || offsetHeight > high * MOST);
  }

  /** Leaves only the heading, or opens it again. */
  private fold(folded: boolean): void {
    this.body.hidden = folded;
    this.head.setAttribute("aria-expanded", String(!folded));
  }

  /** `groups`: what stands under a label's row, by its key, and `marks`: other signs; these are no switches. */
  show(labels: Row[], types: Row[], groups: ReadonlyMap<string, Row[]>, marks: Row[]): void {
    const parts = labels.flatMap((row) => [
      this.row("label", row),
      ...(row.off ? [] : (groups.get(row.key) ?? []).map((one) => this.group(one))),
    ]);
    if (types.length) parts.push(element("hr", "legend-rule"), ...types.map((row) => this.row("type", row)));
    this.body.replaceChildren(...parts, ...marks.map((row) => this.group(row)));
  }

  private group(row: Row): HTMLElement {
    const made = element("div", "legend-row group");
    made.title = row.word;
    made.append(row.swatch, element("span", "legend-word", row.word), element("span", "legend-count", String(row.visible)));
    return made;
  }

  private row(kind: "label" | "type", row: Row): HTMLElement {
    const button = element("button", row.off ? "legend-row off" : "legend-row");
    button.type = "button";
    button.dataset["key"] = row.key;
    button.title = row.off ? `Show ${row.word}` : `Hide ${row.word}`;
    button.setAttribute("aria-pressed", String(!row.off));
    const count = row.visible === row.total ? String(row.total) : `${row.visible} of ${row.total}`;
    button.append(row.swatch, element("span", "legend-word", row.word), element("span", "legend-count", count));
    button.addEventListener("click", () => {
      this.used = true;
      this.toggle(kind, row.key);
    });
    return button;
  }
}
