// Which nodes and links pass the filters: the same rules as ui/filters.py, so that a figure shows what the screen shows.

import type { MultiDirectedGraph } from "graphology";
import type { Filters, Payload } from "./payload";
import type { EdgeItem, NodeItem } from "./picture";

export interface Failing {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export const NOTHING: Failing = { nodes: new Set(), edges: new Set() };

/** Platforms and loaded files of a picture, with their words. */
export type Named = Pick<Payload, "platforms" | "datasets">;

interface Timed {
  from: number | null;
  to: number | null;
}

export function anyFilter({ hiddenPlatforms, hiddenDatasets, minDegree, minWeight, maxQ, time }: Filters): boolean {
  return hiddenPlatforms.length > 0 || hiddenDatasets.length > 0 || minDegree > 0 || minWeight > 0 || maxQ !== null || time !== null;
}

/** What does not pass, of the nodes and links that are there without filters. */
export function failing(
  graph: MultiDirectedGraph<NodeItem, EdgeItem>,
  filters: Filters,
  platforms: readonly { key: string }[],
  there: (edge: string) => boolean,
): Failing {
  if (!anyFilter(filters)) return NOTHING;
  const { time, minDegree, minWeight, maxQ } = filters;
  const off = new Set(filters.hiddenPlatforms);
  const unheard = new Set(filters.hiddenDatasets);
  const said = (of: readonly string[]) => !unheard.size || !of.length || of.some((id) => !unheard.has(id));
  const inTime = ({ from, to }: Timed) => !time || from === null || (from <= time[1] && (to ?? from) >= time[0]);
  const nodes = new Set<string>();
  graph.forEachNode((id, item) => {
    const platform = platforms[item.platform]?.key;
    if ((platform !== undefined && off.has(platform)) || !said(item.datasets) || !inTime(item)) nodes.add(id);
  });
  const timed = new Set<string>();
  const met = new Set<string>();
  const passed: [string, string, string][] = [];
  const edges = new Set<string>();
  graph.forEachEdge((id, item, source, target) => {
    if (!there(id)) return;
    if (item.from !== null) timed.add(source).add(target);
    const passes =
      !nodes.has(source) &&
      !nodes.has(target) &&
      said(item.datasets) &&
      (item.weight === null || item.weight >= minWeight) &&
      (item.q === null || maxQ === null || item.q <= maxQ) &&
      inTime(item);
    if (!passes) {
      edges.add(id);
      return;
    }
    if (item.from !== null) met.add(source).add(target);
    passed.push([id, source, target]);
  });
  if (time) {
    graph.forEachNode((id, { from }) => {
      if (from === null && timed.has(id) && !met.has(id)) nodes.add(id);
    });
  }
  const degree = new Map<string, number>();
  for (const [id, source, target] of passed) {
    if (nodes.has(source) || nodes.has(target)) edges.add(id);
    else for (const end of new Set([source, target])) degree.set(end, (degree.get(end) ?? 0) + 1);
  }
  if (minDegree) {
    graph.forEachNode((id) => {
      if ((degree.get(id) ?? 0) < minDegree) nodes.add(id);
    });
    for (const [id, source, target] of passed) if (nodes.has(source) || nodes.has(target)) edges.add(id);
  }
  return { nodes, edges };
}

/** What is filtered, in one line; empty where nothing is. */
export function filterWords(filters: Filters, { platforms, datasets }: Named, when: (ms: number) => string): string {
  const { hiddenPlatforms, hiddenDatasets, minDegree, minWeight, maxQ, time } = filters;
  const parts: string[] = [];
  const words = platforms.filter(({ key }) => hiddenPlatforms.includes(key)).map(({ word }) => word);
  if (words.length) parts.push(`not on ${words.join(", ")}`);
  const files = datasets.filter(({ key }) => hiddenDatasets.includes(key)).map(({ word }) => word);
  if (files.length) parts.push(`without what only ${files.join(", ")} said`);
  if (minDegree) parts.push(`at least ${minDegree} link${minDegree === 1 ? "" : "s"}`);
  if (minWeight) parts.push(`links of weight ${minWeight} or more`);
  if (maxQ !== null) parts.push(`q of ${maxQ} or less`);
  if (time) parts.push(`${when(time[0])} to ${when(time[1])}`);
  return parts.join("; ");
}
