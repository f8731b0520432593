// The panel of filters, which opens below its button.

import type { Filters } from "./payload";
import type { Counted } from "./picture";
import { PASSING } from "./screen";
import { element, shown } from "./text";

/** Files that can be ticked; of more, those with the first names. */
const FILES = 40;

export interface FilterActions {
  filter(part: Partial<Filters>): void;
  closed(): void;
}

export class FilterPanel {
  readonly root = element("div", "filters");
  private readonly platforms = element("div", "filter-ticks");
  private readonly datasets = element("div", "filter-ticks");
  private readonly degree = this.number("At least this many links", "minDegree", "1", "0");
  private readonly weight = this.number("Links: weight of at least (posts, or meetings)", "minWeight", "1", "0");
  private readonly q = this.number("Links of a run: q of at most", "maxQ", "0.001", "any", "1");
  private readonly from = this.date("From (UTC)");
  private readonly to = this.date("To the end of (UTC)");
  private readonly dims = element("input", "filter-dims");

  constructor(private readonly actions: FilterActions) {
    this.root.hidden = true;
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-label", "Filters");
    this.dims.type = "checkbox";
    this.dims.addEventListener("change", () => actions.filter({ dims: this.dims.checked }));
    const dims = element("label", "filter-check");
    dims.append(this.dims, element("span", "", "Dim what does not pass, do not hide it"));
    const reset = element("button", "filter-reset", "Reset filters");
    reset.type = "button";
    reset.addEventListener("click", () => actions.filter(PASSING));
    const rows = [this.degree, this.weight, this.q, this.from, this.to].map(({ row }) => row);
    this.root.append(this.platforms, ...rows, this.datasets, dims, reset);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    });
  }

  get open(): boolean {
    return !this.root.hidden;
  }

  toggle(): void {
    this.root.hidden = this.open;
    if (this.open) this.root.querySelector("input")?.focus();
    else this.actions.closed();
  }

  close(): void {
    this.root.hidden = true;
    this.actions.closed();
  }

  /** Brings the fields to what is filtered. `platforms` and `datasets` with how many of each are in the picture. */
  show(filters: Filters, platforms: readonly Counted[], datasets: readonly Counted[]): void {
    this.platforms.replaceChildren(...platforms.map((one) => this.tick("hiddenPlatforms", filters, one)));
    this.platforms.hidden = !platforms.length;
    const byName = [...datasets].sort((a, b) => a.word.localeCompare(b.word));
    const files = byName.slice(0, FILES).map((one) => this.tick("hiddenDatasets", filters, one));
    this.datasets.replaceChildren(element("span", "filter-title", "Loaded files. What only unticked ones say is left out; what was shared stays while both its ends do."), ...files);
    // what all of the picture is from cannot be left out of it
    this.datasets.hidden = datasets.length < 2;
    set(this.degree.input, filters.minDegree ? String(filters.minDegree) : "");
    set(this.weight.input, filters.minWeight ? String(filters.minWeight) : "");
    set(this.q.input, filters.maxQ === null ? "" : String(filters.maxQ));
    set(this.from.input, filters.time ? day(filters.time[0]) : "");
    set(this.to.input, filters.time ? day(filters.time[1]) : "");
    this.dims.checked = filters.dims;
  }

  private tick(name: "hiddenPlatforms" | "hiddenDatasets", filters: Filters, { key, word, count }: Counted): HTMLElement {
    const row = element("label", "filter-check");
    const box = element("input", "");
    box.type = "checkbox";
    box.dataset["key"] = `${name} ${key}`;
    box.checked = !filters[name].includes(key);
    box.addEventListener("change", () => {
      const others = filters[name].filter((one) => one !== key);
      this.actions.filter({ [name]: box.checked ? others : [...others, key] });
    });
    row.append(box, element("span", "", `${shown(word, 48)} (${count})`));
    return row;
  }

  private number(title: string, name: "minDegree" | "minWeight" | "maxQ", step: string, placeholder: string, max = "") {
    const { row, input } = field(title, "number");
    Object.assign(input, { min: "0", step, placeholder, max });
    input.addEventListener("change", () => {
      const value = input.value === "" || !Number.isFinite(input.valueAsNumber) ? null : Math.max(0, input.valueAsNumber);
      if (name === "maxQ") this.actions.filter({ maxQ: value === null ? null : Math.min(1, value) });
      else this.actions.filter({ [name]: name === "minDegree" ? Math.round(value ?? 0) : (value ?? 0) });
    });
    return { row, input };
  }

  private date(title: string) {
    const { row, input } = field(title, "date");
    input.addEventListener("change", () => {
      const [first, last] = [Date.parse(this.from.input.value), Date.parse(this.to.input.value)];
      if (Number.isNaN(first) && Number.isNaN(last)) {
        this.actions.filter({ time: null });
        return;
      }
      const from = Number.isNaN(first) ? EARLIEST : first;
      const to = Number.isNaN(last) ? LATEST : last + DAY - 1;
      if (from <= to) this.actions.filter({ time: [from, to] });
    });
    return { row, input };
  }
}

const DAY = 86_400_000;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2099, 11, 31);

function field(title: string, type: string): { row: HTMLElement; input: HTMLInputElement } {
  const row = element("label", "filter-field");
  const input = element("input", "");
  input.type = type;
  row.append(element("span", "", title), input);
  return { row, input };
}

function set(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value;
}

function day(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
