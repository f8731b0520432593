// What the keys do on the picture.

import type { Asked } from "./payload";

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
  pan(x: number, y: number): void;
  remove(): void;
  selectAll(): void;
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
  if (event.altKey) return null;
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
