// Finds as one types: a combobox (ARIA) that asks Python, and a list from which one is taken. Text of others is only ever text.

const WAIT_MS = 120;
const SLOW_MS = 400;
const fields = new WeakMap();

export default function mount({ parentElement, data, setTriggerValue }) {
  let field = fields.get(parentElement);
  if (!field) {
    field = new Field(parentElement);
    fields.set(parentElement, field);
  }
  field.send = setTriggerValue;
  field.show(data);
  return undefined;
}

class Field {
  constructor(root) {
    this.hits = [];
    this.at = -1;
    this.asked = "";
    this.input = make("input", { type: "search", placeholder: "Find in the case", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: "500" });
    this.input.setAttribute("aria-label", "Find in the case");
    this.input.setAttribute("aria-controls", "find-list");
    this.input.setAttribute("aria-autocomplete", "list");
    this.list = make("div", { id: "find-list", role: "listbox" });
    this.list.setAttribute("aria-label", "What was found");
    this.note = make("div", { class: "note", role: "status" });
    const box = make("div", { class: "find" });
    box.append(this.input, this.list, this.note);
    root.append(box);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.open(this.hits.length > 0));
    box.addEventListener("focusout", (event) => {
      if (!box.contains(event.relatedTarget)) this.open(false);
    });
    this.open(false);
  }

  typed() {
    window.clearTimeout(this.waits);
    window.clearTimeout(this.slow);
    const text = this.input.value.trim();
    if (text === this.asked) return;
    this.waits = window.setTimeout(() => {
      this.asked = text;
      this.send("typed", { text });
      // the first search reads every name once
      if (text) this.slow = window.setTimeout(() => this.say("Searching …"), SLOW_MS);
    }, WAIT_MS);
    if (!text) this.fill([], "");
  }

  show(data) {
    const text = this.input.value.trim();
    // an answer to what has been typed over is none
    if (!data || data.text !== text || data.serial === this.serial) return;
    this.serial = data.serial;
    this.fill(data.hits, data.note);
  }

  say(words) {
    this.note.textContent = words;
    this.note.hidden = !words;
  }

  fill(hits, note) {
    window.clearTimeout(this.slow);
    this.hits = hits;
    this.at = -1;
    this.list.replaceChildren(...hits.map((hit, n) => this.row(hit, n)));
    this.note.textContent = note;
    this.open(document.activeElement === this.input || this.input.getRootNode().activeElement === this.input);
    this.mark();
  }

  row(hit, n) {
    const row = make("div", { role: "option", id: `find-${n}`, class: "hit" });
    row.append(make("span", { class: "name", dir: "auto" }, hit.name), make("span", { class: "what" }, hit.what));
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(n, event.ctrlKey || event.metaKey);
    });
    return row;
  }

  key(event) {
    if (event.key === "Escape") {
      if (this.list.hidden) this.input.value = "";
      this.open(false);
      this.typed();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.open(true);
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (this.hits.length) this.at = (this.at + by + this.hits.length + (this.at < 0 && by < 0 ? 1 : 0)) % this.hits.length;
      this.mark();
    } else if (event.key === "Enter" && this.hits.length) {
      event.preventDefault();
      this.take(Math.max(this.at, 0), event.ctrlKey || event.metaKey);
    }
    event.stopPropagation();
  }

  take(n, fresh) {
    const hit = this.hits[n];
    if (!hit) return;
    this.send("taken", { id: hit.id, text: this.asked, fresh });
    this.open(false);
  }

  mark() {
    [...this.list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === this.at)));
    if (this.at >= 0) {
      this.input.setAttribute("aria-activedescendant", `find-${this.at}`);
      this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  open(on) {
    this.list.hidden = !(on && this.hits.length);
    this.note.hidden = !on || !this.note.textContent;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }
}

function make(tag, attributes, text) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
  if (text !== undefined) found.textContent = text;
  return found;
}
