// Other arrangements on wish: the same columns give the same places. They keep to the frame of what was found.

import { frameOf } from "./frame";
import type { LayoutName } from "./payload";

export interface Placed {
  id: string;
  /** Where it stands as found. */
  x: number;
  y: number;
  /** Epoch milliseconds; null where it has no time. */
  at: number | null;
  /** Index of its platform; -1 for none. */
  platform: number;
}

export interface Caption {
  text: string;
  /** In the coordinates of the picture. */
  x: number;
  /** From where to where it stands over nodes; none for a point. */
  span?: readonly [number, number];
}

export interface Arrangement {
  places: Map<string, [number, number]>;
  /** Names of columns, drawn along the upper edge. */
  captions: Caption[];
}

/** Places for all, with what stands over them. `when` writes a time. */
export function arranged(
  layout: LayoutName,
  nodes: readonly Placed[],
  platforms: readonly { word: string }[],
  when: (ms: number) => string,
): Arrangement {
  if (layout === "time") return byTime(nodes, when);
  return layout === "platforms" ? byPlatform(nodes, platforms) : { places: new Map(), captions: [] };
}

const TICKS = 5;
/** Points from one row to the next. */
const ROOM = 26;

function byTime(nodes: readonly Placed[], when: (ms: number) => string): Arrangement {
  const frame = frameOf(nodes);
  const [left, right] = frame.x;
  const times = nodes.flatMap(({ at }) => (at === null ? [] : [at]));
  if (!times.length) return { places: new Map(), captions: [] };
  const [first, last] = times.reduce(([low, high], at) => [Math.min(low, at), Math.max(high, at)], [Infinity, -Infinity]);
  const timeless = nodes.some(({ at }) => at === null);
  // what has no time stands to the left of what has
  const begin = timeless ? left + (right - left) * 0.14 : left;
  const xOf = (at: number) => (last > first ? begin + ((right - begin) * (at - first)) / (last - first) : (begin + right) / 2);
  const strips = new Map<number, Placed[]>();
  const width = (right - begin) / Math.max(6, Math.min(60, Math.ceil(Math.sqrt(nodes.length) * 2)));
  for (const node of nodes) {
    const strip = node.at === null ? -1 : Math.floor((xOf(node.at) - begin) / width);
    strips.set(strip, [...(strips.get(strip) ?? []), node]);
  }
  const places = new Map<string, [number, number]>();
  for (const within of strips.values()) {
    for (const { node, share, y } of stacked(within, frame.y)) {
      places.set(node.id, [node.at === null ? left + (begin - left) * 0.6 * share : xOf(node.at), y]);
    }
  }
  const captions = Array.from({ length: last > first ? TICKS : 1 }, (_, i) => {
    const at = first + ((last - first) * i) / Math.max(1, TICKS - 1);
    return { text: when(at), x: xOf(at) };
  });
  if (timeless) captions.unshift({ text: "no time", x: left });
  return { places, captions };
}

function byPlatform(nodes: readonly Placed[], platforms: readonly { word: string }[]): Arrangement {
  const frame = frameOf(nodes);
  const used = [...new Set(nodes.map(({ platform }) => platform))].sort((a, b) => a - b);
  // what is on no platform ties the others together: it stands in the middle
  const named = used.filter((platform) => platform >= 0);
  const columns = used.includes(-1) ? [...named.slice(0, Math.ceil(named.length / 2)), -1, ...named.slice(Math.ceil(named.length / 2))] : named;
  const [left, right] = frame.x;
  const places = new Map<string, [number, number]>();
  const captions: Caption[] = [];
  columns.forEach((platform, i) => {
    const middle = columns.length > 1 ? left + ((right - left) * (i + 0.5)) / columns.length : (left + right) / 2;
    const band = ((right - left) / columns.length) * 0.55;
    const within = nodes.filter((node) => node.platform === platform);
    for (const { node, share, y } of stacked(within, frame.y)) places.set(node.id, [middle + (share - 0.5) * band, y]);
    const xs = within.map(({ id }) => places.get(id)?.[0] ?? middle);
    captions.push({ text: platforms[platform]?.word ?? "on no platform", x: middle, span: [Math.min(...xs), Math.max(...xs)] });
  });
  return { places, captions };
}

/** Nodes above one another near where they were found; `share` 0 to 1 tells those side by side apart. */
function stacked(
  nodes: readonly Placed[],
  [low, high]: readonly [number, number],
): { node: Placed; share: number; y: number }[] {
  const inOrder = [...nodes].sort((a, b) => b.y - a.y || (a.id < b.id ? -1 : 1));
  const deep = Math.ceil(inOrder.length / Math.max(1, Math.floor((high - low) / ROOM)));
  if (deep > 1) {
    const step = (high - low) / Math.ceil(inOrder.length / deep);
    return inOrder.map((node, i) => {
      const side = i % deep;
      // those side by side are shifted, so that names and links do not lie on one another
      const row = Math.floor(i / deep) + 0.5 + (side % 2) * 0.4 - 0.2;
      return { node, share: side / (deep - 1), y: high - row * step };
    });
  }
  let above = high + ROOM;
  const down = inOrder.map(({ y }) => (above = Math.min(y, above - ROOM)));
  let below = low - ROOM;
  // what was pushed out below pushes back what stands above it
  const ys = down.reverse().map((y) => (below = Math.max(y, below + ROOM))).reverse();
  return inOrder.map((node, i) => ({ node, share: 0.5, y: ys[i] ?? node.y }));
}
