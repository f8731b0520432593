// The buttons above the picture, and the search in the view.

import type { Choice } from "./acting";
import type { Asked, LayoutName } from "./payload";
import type { Area } from "./pointer";
import { element } from "./text";

const ICONS: Record<string, string> = {
  search: "M10.5 4a6.5 6.5 0 1 0 4 11.6l4 4 1.4-1.4-4-4A6.5 6.5 0 0 0 10.5 4Zm0 2a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6Z",
  minus: "M5 11h14v2H5Z",
  fit: "M4 9V4h5v2H6v3Zm11-5h5v5h-2V6h-3ZM4 15h2v3h3v2H4Zm14 0h2v5h-5v-2h3Z",
  back: "M9.5 5 4 10l5.5 5v-3.6H14a3.3 3.3 0 0 1 0 6.6H8v2h6a5.3 5.3 0 0 0 0-10.6H9.500Z",
  expand: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm-1-6h2v4h-2Zm0 16h2v4h-2ZM2 11h4v2H2Zm16 0h4v2h-4ZM4.200 5.600l1.400-1.400 2.800 2.800L7 8.400Zm11.400 11.400L17 15.600l2.800 2.800-1.400 1.400ZM4.200 18.400 7 15.600 8.400 17l-2.800 2.800ZM15.600 7l2.800-2.800 1.400 1.400L17 8.400Z",
  lasso: "M12 4c4.700 0 8.500 2.500 8.500 6s-3.800 6-8.500 6c-.900 0-1.800-.100-2.600-.300.100 1.600-.600 3-2.100 4.300H4.600c1.900-1.200 2.900-2.700 2.800-4.900C5 14 3.500 12.100 3.500 10c0-3.500 3.800-6 8.500-6Zm0 2c-3.700 0-6.500 1.900-6.500 4s2.800 4 6.500 4 6.500-1.900 6.500-4S15.700 6 12 6Z",
  invert: "M4 4h16v16H4Zm2 2v12L18 6Z",
  isolate: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM3 3h6v2H5v4H3Zm12 0h6v6h-2V5h-4ZM3 15h2v4h4v2H3Zm16 0h2v6h-6v-2h4Z",
  forward: "M14.500 5 20 10l-5.500 5v-3.600H10a3.300 3.300 0 0 0 0 6.600h6v2h-6a5.300 5.300 0 0 1 0-10.600h4.500Z",
  filter: "M3 5h18l-7 8v6l-4-2v-4Z",
  remove: "M6.400 5 12 10.600 17.600 5 19 6.400 13.400 12 19 17.600 17.600 19 12 13.400 6.400 19 5 17.600 10.600 12 5 6.400Z",
  around: "M7 9.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7Zm6-5.500h8v2h-8Zm2 5h6v2h-6Zm0 5h6v2h-6Zm-2 5h8v2h-8Z",
  shared: "M5 4a3 3 0 0 1 2.900 3.700l3 2.900a3 3 0 0 1 2.200 0l3-2.900A3 3 0 1 1 17.500 9.200l-3 2.900a3 3 0 1 1-5 0l-3-2.900A3 3 0 1 1 5 4Z",
  paths: "M5 15a3 3 0 0 1 2.500 1.300l3-1.500a2.500 2.500 0 0 1 3-3l1.800-3.300a3 3 0 1 1 1.700 1l-1.800 3.300a2.500 2.500 0 0 1-3.800 3.400l-3.400 1.700A3 3 0 1 1 5 15Z",
  note: "M5 4h14v11l-5 5H5Zm2 2v12h5v-5h5V6Zm2 2h6v1.600H9Zm0 3h4v1.600H9Z",
  area: "M4 4h3v2H6v1H4Zm6 0h4v2h-4Zm7 0h3v3h-2V6h-1ZM4 10h2v4H4Zm14 0h2v4h-2ZM4 17h2v1h1v2H4Zm6 1h4v2h-4Zm8-1h2v3h-3v-2h1Z",
};

function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name] ?? "");
  svg.append(path);
  return svg;
}

export interface Actions {
  find(text: string): number;
  next(): void;
  zoom(factor: number): void;
  fit(): void;
  back(): void;
  expand(): void;
  ask(what: Asked): void;
  remove(): void;
  area(drawn: Area): void;
  invert(): void;
  isolate(): void;
  fold(what: string): void;
  select(what: string): void;
  forward(): void;
  filters(): void;
  layout(name: LayoutName): void;
}

const LAYOUTS: Record<LayoutName, string> = { found: "As found", time: "By time", platforms: "Platforms in columns" };

export class Toolbar {
  readonly root = element("div", "toolbar");
  private readonly input = element("input", "find");
  private readonly hits = element("span", "hits");
  private readonly layout = element("select", "tool-select tool-layout");
  private readonly folding: HTMLSelectElement;
  private readonly choosing: HTMLSelectElement;
  private readonly buttons: Record<string, HTMLButtonElement> = {};

  constructor(private readonly actions: Actions) {
    const search = element("label", "search");
    this.input.type = "search";
    this.input.placeholder = "Find in this picture";
    this.input.setAttribute("aria-label", "Find in this picture");
    this.input.autocomplete = "off";
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") this.actions.next();
      if (event.key === "Escape") {
        this.input.value = "";
        this.find();
      }
    });
    search.append(icon("search"), this.input, this.hits);
    this.folding = list("Fold …", "Fold nodes into a box", "Fold nodes into a box; a double-click opens it", actions.fold);
    this.choosing = list("Select …", "Select at one go", "Select what is linked to the selected, what was found, what has a note", actions.select);
    this.root.append(
      search,
      this.group(
        this.button("plus", "Zoom in (+)", () => actions.zoom(1 / 1.4)),
        this.button("minus", "Zoom out (−)", () => actions.zoom(1.4)),
        this.button("fit", "Fit everything (F)", () => actions.fit()),
      ),
      this.group(
        this.button("expand", "Show neighbours of the selected node (Enter, or double-click). Alt and an arrow go to the next node, L goes through its links", () => actions.expand()),
        this.button("around", "Choose which neighbours to show (E)", () => actions.ask("around")),
        this.button("shared", "What do the selected share? (S)", () => actions.ask("shared")),
        this.button("paths", "Paths between the selected (P)", () => actions.ask("paths")),
        this.button("note", "Write a note on what is selected (N)", () => actions.ask("note")),
      ),
      this.group(this.choosing),
      this.group(
        this.area("area", "Select an area (or Shift and drag)"),
        this.area("lasso", "Select by drawing a line around (or Alt and drag)"),
        this.button("invert", "Select what is not selected (I)", () => actions.invert()),
      ),
      this.group(
        this.button("isolate", "Keep only what is selected (K)", () => actions.isolate()),
        this.button("remove", "Remove what is selected (Delete or H)", () => actions.remove()),
        this.button("back", "Back to the last view (Ctrl+Z)", () => actions.back()),
        this.button("forward", "Forward again (Ctrl+Shift+Z or Ctrl+Y)", () => actions.forward()),
      ),
      this.group(this.button("filter", "Filters", () => actions.filters(), "Filters"), this.layout, this.folding),
    );
    this.layout.append(...Object.entries(LAYOUTS).map(([name, words]) => new Option(words, name)));
    this.layout.setAttribute("aria-label", "Arrange the picture");
    this.layout.title = "Arrange the picture";
    this.layout.addEventListener("change", () => actions.layout(this.layout.value as LayoutName));
  }

  /** Pixels at the top that the buttons cover. */
  get covers(): number {
    return this.root.offsetTop + this.root.offsetHeight + 4;
  }

  /** What may be folded, and what selected. */
  offer(folds: readonly Choice[], selections: readonly Choice[]): void {
    fill(this.folding, folds);
    fill(this.choosing, selections);
  }

  setLayout(name: LayoutName): void {
    this.layout.value = name;
  }

  setFilters(open: boolean, any: boolean): void {
    const button = this.buttons["filter"];
    button?.classList.toggle("on", any);
    button?.setAttribute("aria-expanded", String(open));
  }

  focusFilters(): void {
    this.buttons["filter"]?.focus();
  }

  focusSearch(): void {
    this.input.focus();
    this.input.select();
  }

  setArea(area: Area): void {
    for (const name of ["area", "lasso"]) {
      this.buttons[name]?.classList.toggle("on", name === area);
      this.buttons[name]?.setAttribute("aria-pressed", String(name === area));
    }
  }

  enable(state: Readonly<Record<string, boolean>>): void {
    for (const [name, on] of Object.entries(state)) {
      const button = this.buttons[name];
      if (button) button.disabled = !on;
    }
  }

  private find(): void {
    const text = this.input.value.trim();
    const count = this.actions.find(text);
    this.hits.textContent = text ? String(count) : "";
  }

  private group(...buttons: HTMLElement[]): HTMLElement {
    const group = element("div", "group");
    group.append(...buttons);
    return group;
  }

  private area(name: "area" | "lasso", title: string): HTMLButtonElement {
    return this.button(name, title, () => this.actions.area(this.buttons[name]?.classList.contains("on") ? null : name));
  }

  /** `words`: what stands beside the sign. */
  private button(name: string, title: string, act: () => void, words = ""): HTMLButtonElement {
    const button = element("button", words ? `tool tool-${name} worded` : `tool tool-${name}`);
    button.type = "button";
    button.title = title;
    button.setAttribute("aria-label", title);
    button.append(icon(name));
    if (words) button.append(element("span", "", words));
    button.addEventListener("click", act);
    this.buttons[name] = button;
    return button;
  }
}

/** A list whose first line says what it is for; it stands on that again once something was chosen. */
function list(words: string, label: string, title: string, act: (key: string) => void): HTMLSelectElement {
  const made = element("select", "tool-select tool-pick");
  made.append(new Option(words, ""));
  made.setAttribute("aria-label", label);
  made.title = title;
  made.addEventListener("change", () => {
    const key = made.value;
    made.value = "";
    if (key) act(key);
  });
  return made;
}

function fill(made: HTMLSelectElement, choices: readonly Choice[]): void {
  const [first] = made.options;
  if (first) made.replaceChildren(first, ...choices.map(({ key, words }) => new Option(words, key)));
  made.disabled = !choices.length;
}
