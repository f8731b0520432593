// Newcomers grow out of the node that they came from, so that the eye can follow.

import type Sigma from "sigma";
import { animateNodes } from "sigma/utils";
import type { EdgeItem, NodeItem } from "./picture";

/** More newcomers than this would only flicker. */
const MOST = 400;
/** With more links than this in the picture every step of the way would take too long to draw. */
const LINKS = 5_000;

/** Lets nodes travel from `origin` to where they stand; `done` is called when they are there. */
export function arrive(sigma: Sigma<NodeItem, EdgeItem>, fresh: readonly string[], origin: string, done: () => void): void {
  const graph = sigma.getGraph();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches || fresh.length > MOST || graph.size > LINKS;
  if (still || !graph.hasNode(origin)) {
    done();
    return;
  }
  const { x, y } = graph.getNodeAttributes(origin);
  const goals: Record<string, { x: number; y: number }> = {};
  for (const id of fresh) {
    const item = graph.getNodeAttributes(id);
    goals[id] = { x: item.x, y: item.y };
    graph.mergeNodeAttributes(id, { x, y });
  }
  animateNodes(graph, goals, { duration: 320, easing: "quadraticOut" }, done);
}

/** How many of them lie outside of what is seen; `below`: pixels that are covered at the bottom. */
export function outside(sigma: Sigma<NodeItem, EdgeItem>, ids: readonly string[], below: number): number {
  const graph = sigma.getGraph();
  const { width, height } = sigma.getDimensions();
  return ids.filter((id) => {
    if (!graph.hasNode(id)) return false;
    const { x, y } = sigma.graphToViewport(graph.getNodeAttributes(id));
    return x < 0 || y < 0 || x > width || y > height - below;
  }).length;
}
