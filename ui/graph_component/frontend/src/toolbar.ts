// The buttons above the picture, and the search in the view.

import type { Asked } from "./payload";
import { element } from "./text";

const ICONS: Record<string, string> = {
  search: "M10.5 4a6.5 6.5 0 1 0 4 11.6l4 4 1.4-1.4-4-4A6.5 6.5 0 0 0 10.5 4Zm0 2a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6Z",
  minus: "M5 11h14v2H5Z",
  fit: "M4 9V4h5v2H6v3Zm11-5h5v5h-2V6h-3ZM4 15h2v3h3v2H4Zm14 0h2v5h-5v-2h3Z",
  back: "M9.5 5 4 10l5.5 5v-3.6H14a3.3 3.3 0 0 1 0 6.6H8v2h6a5.3 5.3 0 0 0 0-10.6H9.500Z",
  expand: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm-1-6h2v4h-2Zm0 16h2v4h-2ZM2 11h4v2H2Zm16 0h4v2h-4ZM4.200 5.600l1.400-1.400 2.800 2.800L7 8.400Zm11.400 11.400L17 15.600l2.800 2.800-1.400 1.400ZM4.200 18.400 7 15.600 8.400 17l-2.800 2.800ZM15.600 7l2.800-2.800 1.400 1.400L17 8.400Z",
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
  area(on: boolean): void;
}

export class Toolbar {
  readonly root = element("div", "toolbar");
  private readonly input = element("input", "find");
  private readonly hits = element("span", "hits");
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
    this.root.append(
      search,
      this.group(
        this.button("plus", "Zoom in (+)", () => actions.zoom(1 / 1.4)),
        this.button("minus", "Zoom out (−)", () => actions.zoom(1.4)),
        this.button("fit", "Fit everything (F)", () => actions.fit()),
      ),
      this.group(
        this.button("expand", "Show neighbours of the selected node (Enter, or double-click)", () => actions.expand()),
        this.button("around", "Choose which neighbours to show (E)", () => actions.ask("around")),
        this.button("shared", "What do the selected share? (S)", () => actions.ask("shared")),
        this.button("paths", "Paths between the selected (P)", () => actions.ask("paths")),
        this.button("note", "Write a note on what is selected (N)", () => actions.ask("note")),
      ),
      this.group(
        this.button("area", "Select an area (or Shift and drag)", () => {
          const on = !this.buttons["area"]?.classList.contains("on");
          this.setArea(on);
          actions.area(on);
        }),
        this.button("remove", "Remove what is selected (Delete)", () => actions.remove()),
        this.button("back", "Back to the last view (Ctrl+Z)", () => actions.back()),
      ),
    );
  }

  focusSearch(): void {
    this.input.focus();
    this.input.select();
  }

  setArea(on: boolean): void {
    this.buttons["area"]?.classList.toggle("on", on);
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

  private button(name: string, title: string, act: () => void): HTMLButtonElement {
    const button = element("button", `tool tool-${name}`);
    button.type = "button";
    button.title = title;
    button.setAttribute("aria-label", title);
    button.append(icon(name));
    button.addEventListener("click", act);
    this.buttons[name] = button;
    return button;
  }
}
