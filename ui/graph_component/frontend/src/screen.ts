// What the analyst did to the picture, as steps of one history.

import type { Filters, Fold, LayoutName, Screen } from "./payload";

const DEEPEST = 100;
/** Changes of one kind within so many milliseconds are one step: a key held down is not a hundred of them. */
const ONE_STEP = 1_000;

export const PASSING: Filters = { hiddenPlatforms: [], hiddenDatasets: [], minDegree: 0, minWeight: 0, maxQ: null, time: null, dims: false };

type Places = ReadonlyMap<string, [number, number]>;

/** Never changed in place: steps share what they have in common. */
export interface Step {
  removed: ReadonlySet<string>;
  hiddenLabels: ReadonlySet<string>;
  hiddenTypes: ReadonlySet<string>;
  moved: Places;
  /** Where dragged nodes stood before another layout. */
  found: Places;
  layout: LayoutName;
  filters: Filters;
  folds: readonly Fold[];
  /** Up to which arrival nodes are there. */
  born: number;
}

export class ScreenState {
  private current: Step;
  private past: Step[] = [];
  private future: Step[] = [];
  private readonly arrivals = new Map<string, number>();
  /** When the last of them came. */
  private latest = 0;
  private lastKind = "";
  private lastAt = 0;

  constructor(screen: Screen | null) {
    const { hiddenPlatforms = [], hiddenDatasets = [], minDegree = 0, minWeight = 0, maxQ = null, time = null, dims = false } = screen ?? {};
    this.current = {
      removed: new Set(screen?.removed),
      hiddenLabels: new Set(screen?.hiddenLabels),
      hiddenTypes: new Set(screen?.hiddenTypes),
      moved: new Map(Object.entries(screen?.moved ?? {})),
      found: new Map(),
      layout: screen?.layout ?? "found",
      filters: { hiddenPlatforms, hiddenDatasets, minDegree, minWeight, maxQ, time, dims },
      folds: screen?.folds ?? [],
      born: 0,
    };
  }

  get now(): Step {
    return this.current;
  }

  get depth(): number {
    return this.past.length;
  }

  /** Steps that can be gone forward again. */
  get ahead(): number {
    return this.future.length;
  }

  /** Whether a node or link was taken away, or has not yet come at this step. */
  gone(id: string): boolean {
    return this.current.removed.has(id) || (this.arrivals.get(id) ?? 0) > this.current.born;
  }

  /** Whether anything is gone. */
  get lacks(): boolean {
    return this.current.removed.size > 0 || this.latest > this.current.born;
  }

  /** A step; changes of the same `kind` in quick succession are one. */
  change(part: Partial<Step>, kind = ""): void {
    const at = Date.now();
    if (!kind || kind !== this.lastKind || at - this.lastAt > ONE_STEP) this.remember();
    this.lastKind = kind;
    this.lastAt = at;
    this.future = [];
    this.current = { ...this.current, ...part };
  }

  remove(ids: Iterable<string>): void {
    this.change({ removed: new Set([...this.current.removed, ...ids]) });
  }

  move(id: string, to: [number, number]): void {
    this.change({ moved: new Map(this.current.moved).set(id, to) });
  }

  /** Another arrangement; "found" brings back where everything stood before the first one. */
  arrange(layout: LayoutName, places: Places): void {
    const { moved, found, layout: before } = this.current;
    if (layout === "found") this.change({ layout, moved: found, found: new Map() });
    else this.change({ layout, moved: places, found: before === "found" ? moved : found });
  }

  filter(part: Partial<Filters>, kind = ""): void {
    this.change({ filters: { ...this.current.filters, ...part } }, kind);
  }

  toggleLabel(label: string): void {
    this.change({ hiddenLabels: toggled(this.current.hiddenLabels, label) });
  }

  toggleType(type: string): void {
    this.change({ hiddenTypes: toggled(this.current.hiddenTypes, type) });
  }

  /** Nodes came, `fresh` of them for the first time: no earlier step has those; removed ones among them are shown again. */
  arrive(ids: readonly string[], fresh: readonly string[]): void {
    if (!ids.length) return;
    const removed = new Set(this.missing());
    for (const id of ids) removed.delete(id);
    const born = (this.latest = 1 + Math.max(this.current.born, this.latest));
    for (const id of fresh) this.arrivals.set(id, born);
    this.change({ removed, born });
  }

  /** To the last step; false where there is none. */
  back(): boolean {
    return this.travel(this.past, this.future);
  }

  /** Forward again; false where nothing was taken back. */
  forward(): boolean {
    return this.travel(this.future, this.past);
  }

  report(): Screen {
    const { hiddenLabels, hiddenTypes, moved, layout, filters, folds } = this.current;
    return {
      removed: this.missing(),
      hiddenLabels: [...hiddenLabels],
      hiddenTypes: [...hiddenTypes],
      moved: Object.fromEntries(moved),
      ...filters,
      layout,
      folds: [...folds],
    };
  }

  /** What was taken away and what has not yet come. */
  private missing(): string[] {
    const unborn = [...this.arrivals.keys()].filter((id) => this.gone(id) && !this.current.removed.has(id));
    return [...this.current.removed, ...unborn];
  }

  private travel(from: Step[], to: Step[]): boolean {
    const step = from.pop();
    if (!step) return false;
    to.push(this.current);
    this.current = step;
    this.lastKind = "";
    return true;
  }

  private remember(): void {
    this.past.push(this.current);
    if (this.past.length > DEEPEST) this.past.shift();
  }
}

function toggled(set: ReadonlySet<string>, item: string): Set<string> {
  const changed = new Set(set);
  if (!changed.delete(item)) changed.add(item);
  return changed;
}
