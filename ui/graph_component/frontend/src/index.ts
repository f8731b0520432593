// The mount function that Streamlit calls, again at every rerun: one picture is kept per place in the page.

import { Fallback, hasWebGL } from "./fallback";
import type { Component, Payload } from "./payload";
import styles from "./style.css";
import { element } from "./text";
import { GraphView } from "./view";

interface Place {
  root: HTMLElement;
  drawn: GraphView | Fallback;
  mounts: number;
}

const places = new WeakMap<HTMLElement | ShadowRoot, Place>();

export default function mount(component: Component): (() => void) | void {
  const { data, parentElement } = component;
  if (!data) return;
  let place = places.get(parentElement);
  if (!place) {
    place = make(component);
    places.set(parentElement, place);
  }
  if (place.drawn instanceof GraphView) place.drawn.update(component, data);
  else place.drawn.update(data);
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

function make(component: Component): Place {
  const { data, parentElement } = component;
  if (!data) throw new Error("no data");
  const sheet = element("style", "");
  sheet.textContent = styles;
  const root = element("div", "graph-root");
  root.tabIndex = 0;
  root.setAttribute("role", "application");
  root.setAttribute("aria-label", "Graph. Click selects, double-click shows neighbours, Delete removes, K keeps only what is selected, I inverts, Control A selects all, Control Z goes back.");
  // size and position inline: a style sheet may come later, and sigma would measure nothing
  Object.assign(root.style, { position: "relative", width: "100%", height: data.view ? `${data.height}px` : "0", overflow: "hidden" });
  parentElement.append(sheet, root);
  return { root, drawn: draw(root, component, data), mounts: 0 };
}

function draw(root: HTMLElement, component: Component, data: Payload): GraphView | Fallback {
  try {
    return new GraphView(root, component, data);
  } catch (error) {
    // asked only now: a context to ask with costs as much as a picture
    if (hasWebGL()) throw error;
    root.replaceChildren();
    component.setTriggerValue("screen", { view: data.view, webgl: false });
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
      firsts: () => shown?.firsts() ?? [],
      history: () => shown?.history() ?? [0, 0],
    }),
  });
}
