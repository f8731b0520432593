// What the analyst removed, hid and moved, and the way back.

import type { Screen } from "./payload";

const DEEPEST = 200;

export interface Step {
  removed: ReadonlySet<string>;
  hiddenLabels: ReadonlySet<string>;
  hiddenTypes: ReadonlySet<string>;
  moved: ReadonlyMap<string, [number, number]>;
}

export class ScreenState {
  private current: Step;
  private past: Step[] = [];

  constructor(screen: Screen | null) {
    this.current = {
      removed: new Set(screen?.removed),
      hiddenLabels: new Set(screen?.hiddenLabels),
      hiddenTypes: new Set(screen?.hiddenTypes),
      moved: new Map(Object.entries(screen?.moved ?? {})),
    };
  }

  get now(): Step {
    return this.current;
  }

  get depth(): number {
    return this.past.length;
  }

  change(part: Partial<Step>): void {
    this.remember(this.current);
    this.current = { ...this.current, ...part };
  }

  remove(ids: Iterable<string>): void {
    this.change({ removed: new Set([...this.current.removed, ...ids]) });
  }

  move(id: string, to: [number, number]): void {
    this.change({ moved: new Map(this.current.moved).set(id, to) });
  }

  toggleLabel(label: string): void {
    this.change({ hiddenLabels: toggled(this.current.hiddenLabels, label) });
  }

  toggleType(type: string): void {
    this.change({ hiddenTypes: toggled(this.current.hiddenTypes, type) });
  }

  /** Nodes came: the step back is the view without them, and removed ones among them are shown again. */
  arrive(ids: readonly string[]): void {
    if (!ids.length) return;
    const before = this.current;
    this.remember({ ...before, removed: new Set([...before.removed, ...ids]) });
    const removed = new Set(before.removed);
    for (const id of ids) removed.delete(id);
    this.current = { ...before, removed };
  }

  /** To the last step; false where there is none. */
  back(): boolean {
    const last = this.past.pop();
    if (!last) return false;
    this.current = last;
    return true;
  }

  report(): Screen {
    const { removed, hiddenLabels, hiddenTypes, moved } = this.current;
    return {
      removed: [...removed],
      hiddenLabels: [...hiddenLabels],
      hiddenTypes: [...hiddenTypes],
      moved: Object.fromEntries(moved),
    };
  }

  private remember(step: Step): void {
    this.past.push(step);
    if (this.past.length > DEEPEST) this.past.shift();
  }
}

function toggled(set: ReadonlySet<string>, item: string): Set<string> {
  const changed = new Set(set);
  if (!changed.delete(item)) changed.add(item);
  return changed;
}
