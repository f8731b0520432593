// What the keys do on the picture.

import type { Asked } from "./payload";

/** All of it in words. */
export const KEYS = [
  "Alt and an arrow go to the next node in that direction",
  "L and Shift L go through the links of the selected node",
  "arrows move the picture",
  "plus and minus zoom",
  "F fits everything",
  "slash finds",
  "Enter shows neighbours",
  "E chooses which neighbours",
  "S asks what the selected share",
  "P asks for paths between them",
  "N writes a note",
  "G folds them into a box",
  "K keeps only them",
  "I inverts the selection",
  "Delete or H removes",
  "Control A selects all",
  "Escape lets go",
  "Control Z goes back, Control Y forward",
].join("; ");

export interface KeyActions {
  ask(what: Asked): void;
  back(): void;
  expand(): void;
  find(): void;
  fit(): void;
  fold(): void;
  forward(): void;
  invert(): void;
  isolate(): void;
  letGo(): void;
  link(step: number): void;
  pan(x: number, y: number): void;
  remove(): void;
  selectAll(): void;
  step(right: number, down: number): void;
  zoom(factor: number): void;
}

/** What a key does; null for any other key. */
export function keyed(event: KeyboardEvent, actions: KeyActions): (() => void) | null {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) {
    const held: Record<string, () => void> = {
      z: () => (event.shiftKey ? actions.forward() : actions.back()),
      y: () => actions.forward(),
      a: () => actions.selectAll(),
    };
    return held[key] ?? null;
  }
  if (event.altKey) {
    const ways: Record<string, () => void> = {
      ArrowLeft: () => actions.step(-1, 0),
      ArrowRight: () => actions.step(1, 0),
      ArrowUp: () => actions.step(0, -1),
      ArrowDown: () => actions.step(0, 1),
    };
    return ways[key] ?? null;
  }
  const plain: Record<string, () => void> = {
    Delete: () => actions.remove(),
    Backspace: () => actions.remove(),
    h: () => actions.remove(),
    Escape: () => actions.letGo(),
    Enter: () => actions.expand(),
    e: () => actions.ask("around"),
    s: () => actions.ask("shared"),
    p: () => actions.ask("paths"),
    n: () => actions.ask("note"),
    f: () => actions.fit(),
    g: () => actions.fold(),
    i: () => actions.invert(),
    k: () => actions.isolate(),
    l: () => actions.link(event.shiftKey ? -1 : 1),
    "+": () => actions.zoom(1 / 1.4),
    "=": () => actions.zoom(1 / 1.4),
    "-": () => actions.zoom(1.4),
    "/": () => actions.find(),
    ArrowLeft: () => actions.pan(-1, 0),
    ArrowRight: () => actions.pan(1, 0),
    ArrowUp: () => actions.pan(0, 1),
    ArrowDown: () => actions.pan(0, -1),
  };
  return plain[key] ?? null;
}
