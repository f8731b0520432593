// Lines on the picture that stay as long as they are true: what is filtered, and that part of a path is hidden.

import { element, shown } from "./text";

export interface Line {
  text: string;
  /** What can be done about it. */
  button: string;
  act(): void;
}

export class Banner {
  readonly root = element("div", "banner");

  constructor() {
    this.root.setAttribute("role", "status");
  }

  show(lines: readonly Line[]): void {
    this.root.replaceChildren(...lines.map(row));
    this.root.hidden = !lines.length;
  }
}

function row({ text, button, act }: Line): HTMLElement {
  const made = element("div", "banner-line");
  const press = element("button", "banner-button", button);
  press.type = "button";
  press.addEventListener("click", act);
  made.append(element("span", "", shown(text, 300)), press);
  return made;
}
