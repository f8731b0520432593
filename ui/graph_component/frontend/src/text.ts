// Text from data: it is only ever drawn on a canvas or set as textContent, never as markup.

// controls, bidirectional overrides, zero-width and line separators: they would let a name pose as another
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** The text without what cannot be seen, cut to `most` characters. */
export function shown(text: string, most: number): string {
  const clean = text.slice(0, most * 4).replace(UNSEEN, " ").trim();
  const characters = Array.from(clean);
  return characters.length > most ? characters.slice(0, most - 1).join("") + "…" : clean;
}

/** An element with classes and text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}
