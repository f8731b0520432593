// The line of words beside a link under the pointer.

import type { EdgeItem } from "./picture";
import { element, shown } from "./text";

/** Room that the words take at least before they are moved to the left. */
const WIDE = 240;

export class Hover {
  readonly root = element("div", "tip");

  constructor() {
    this.root.hidden = true;
  }

  /** Beside a point of a picture of this width; nothing without a link. */
  show(item: EdgeItem | null, x: number, y: number, width: number): void {
    this.root.hidden = item === null;
    if (item === null) return;
    const { detail, note, first } = item;
    const parts = [shown(detail, 90), first ? "the first of these to share it" : "", note ? `Note: ${shown(note, 90)}` : ""];
    this.root.textContent = parts.filter(Boolean).join(" · ");
    Object.assign(this.root.style, { left: `${Math.max(4, Math.min(x + 14, width - WIDE))}px`, top: `${y + 14}px` });
  }
}
