// The mount function that Streamlit calls, again at every rerun: one picture is kept per place in the page.

import { Fallback, hasWebGL } from "./fallback";
import { heightOf } from "./frame";
import { KEYS } from "./keys";
import { emptied, merged } from "./merging";
import type { Component, Message, Payload } from "./payload";
import styles from "./style.css";
import { element } from "./text";
import { GraphView } from "./view";

interface Place {
  root: HTMLElement;
  read: Read;
  drawn: GraphView | Fallback;
  mounts: number;
}

interface Read {
  digest: string;
  payload: Payload;
}

const DIGEST = 16;
const places = new WeakMap<HTMLElement | ShadowRoot, Place>();

export default function mount(component: Component): (() => void) | void {
  const { data, parentElement } = component;
  if (!data) return;
  let place = places.get(parentElement);
  const { digest, payload } = (place && again(place.read, data)) ?? read(component, data, place?.read.payload ?? null);
  if (!place) {
    place = make(component, { digest, payload });
    places.set(parentElement, place);
  }
  place.read = { digest, payload };
  if (place.drawn instanceof GraphView) place.drawn.update(component, payload);
  else place.drawn.update(payload);
  publish(place);
  const mine = ++place.mounts;
  const kept = place;
  return () => {
    // a mount that was overtaken is cleaned up while the next one is in use
    window.setTimeout(() => {
      if (kept.mounts !== mine || kept.root.isConnected) return;
      if (kept.drawn instanceof GraphView) kept.drawn.kill();
      kept.root.remove();
      places.delete(parentElement);
    });
  };
}

/** What was read before, if the same is sent again: a click is no reason to read ten thousand nodes. */
function again(before: Read, data: Uint8Array): Read | null {
  return digestOf(data) === before.digest ? before : null;
}

function read(component: Component, data: Uint8Array, before: Payload | null): Read {
  const message = JSON.parse(new TextDecoder().decode(data.subarray(DIGEST))) as Message;
  const payload = merged(before, message);
  // of a page that was left and opened again nothing is left here to build on
  if (!payload) component.setTriggerValue("screen", { view: message.view, whole: true });
  return { digest: digestOf(data), payload: payload ?? before ?? emptied(message) };
}

function digestOf(data: Uint8Array): string {
  return new TextDecoder().decode(data.subarray(0, DIGEST));
}

function make(component: Component, read: Read): Place {
  const { parentElement } = component;
  const { payload } = read;
  const sheet = element("style", "");
  sheet.textContent = styles;
  const root = element("div", "graph-root");
  root.tabIndex = 0;
  root.setAttribute("role", "application");
  root.setAttribute("aria-label", `Graph. Click selects, double-click shows neighbours. Keys: ${KEYS}.`);
  // size and position inline: a style sheet may come later, and sigma would measure nothing
  Object.assign(root.style, { position: "relative", width: "100%", height: payload.view ? `${heightOf(payload.height)}px` : "0", overflow: "hidden" });
  parentElement.append(sheet, root);
  return { root, read, drawn: draw(root, component, payload), mounts: 0 };
}

function draw(root: HTMLElement, component: Component, payload: Payload): GraphView | Fallback {
  try {
    return new GraphView(root, component, payload);
  } catch (error) {
    // asked only now: a context to ask with costs as much as a picture
    if (hasWebGL()) throw error;
    root.replaceChildren();
    component.setTriggerValue("screen", { view: payload.view, webgl: false });
    return new Fallback(root);
  }
}

/** A read-only window for tests and for the curious; nothing in the page reads it. */
function publish(place: Place): void {
  const { drawn } = place;
  const shown = drawn instanceof GraphView ? drawn : null;
  Object.defineProperty(window, "__attributionGraph", {
    configurable: true,
    value: Object.freeze({
      mode: shown ? "webgl" : "fallback",
      view: () => shown?.id ?? null,
      revision: () => shown?.revision ?? 0,
      drawnAt: () => drawn.drawnAt,
      waited: () => shown?.waited ?? 0,
      positions: () => shown?.positions() ?? {},
      links: () => shown?.links() ?? [],
      selected: () => shown?.selected() ?? [],
      dimmed: () => shown?.dimmed() ?? [],
      history: () => shown?.history() ?? [0, 0],
    }),
  });
}
