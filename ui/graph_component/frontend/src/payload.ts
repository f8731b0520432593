// What Python sends and what it is told. Columns, not one object per node: a large view stays small on the wire.

export interface NodeStyle {
  label: string;
  plural: string;
  /** Corners for radius 1, y downwards; empty for a circle. */
  shape: [number, number][];
  fill: string;
  line: string;
  hollow: boolean;
}

export interface EdgeStyle {
  type: string;
  word: string;
  colour: string;
  /** Pixels on, pixels off, …; empty for a solid line. */
  dash: number[];
  directed: boolean;
}

export interface NodeColumns {
  id: string[];
  text: string[];
  detail: string[];
  /** Points, y upwards, as the layout gives them. */
  x: number[];
  y: number[];
  size: number[];
  style: number[];
  /** Sets that the node is a member of: bit 0 for the first, drawn solid; bit 1 for the second, drawn dashed. */
  rings: number[];
  /** Index into `platforms`; -1 for none. */
  platform: number[];
  /** Ids of the files that say so; none for what was worked out. */
  datasets: string[][];
  from: Times;
  to: Times;
  precision: number[];
  /** What an analyst noted of it; "" for nothing. */
  note: string[];
}

/** Epoch milliseconds; null where there is no time. How exact they are: 0 to the second, 1 to the minute, 2 to the day. */
export type Times = (number | null)[];

/** A row of the legend that tells members of sets from what was found outside them. */
export interface Group {
  /** Index of the node style, as text. */
  key: string;
  rings: number;
  word: string;
}

export interface EdgeColumns {
  id: string[];
  /** Indices into the node columns. */
  source: number[];
  target: number[];
  width: number[];
  style: number[];
  detail: string[];
  weight: (number | null)[];
  q: (number | null)[];
  datasets: string[][];
  from: Times;
  to: Times;
  precision: number[];
  note: string[];
}

export type LayoutName = "found" | "time" | "platforms";

export interface Fold {
  name: string;
  members: string[];
}

/** What has to hold of nodes and links; what has no platform, file, weight, q or time passes that filter. */
export interface Filters {
  /** Keys of platforms. */
  hiddenPlatforms: string[];
  /** Ids of loaded files: what they alone say does not pass. */
  hiddenDatasets: string[];
  minDegree: number;
  minWeight: number;
  maxQ: number | null;
  time: [number, number] | null;
  /** Whether what does not pass is drawn faintly and not hidden. */
  dims: boolean;
}

/** What the analyst did to the view in the browser; the way back to it is kept here, not in Python. */
export interface Screen extends Filters {
  removed: string[];
  hiddenLabels: string[];
  hiddenTypes: string[];
  /** Nodes that were dragged or laid out anew: where they stand now, in the coordinates that Python sent. */
  moved: Record<string, [number, number]>;
  layout: LayoutName;
  folds: Fold[];
}

/** Ids of nodes and links. */
export interface Ids {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export interface Payload {
  /** Name of the view; another name is another picture, the same name is changed in place; empty before the first. */
  view: string;
  /** Counts what Python added to the view. */
  revision: number;
  /** When the graph had answered, epoch milliseconds; 0 where it was not asked. */
  answered: number;
  height: number;
  nodes: NodeColumns;
  edges: EdgeColumns;
  platforms: { key: string; word: string }[];
  /** Loaded files by id, with their names. */
  datasets: { key: string; word: string }[];
  groups: Group[];
  /** Nodes and links with a note, and those with one mark each. */
  noted: { word: string; ids: string[] }[];
  nodeStyles: NodeStyle[];
  edgeStyles: EdgeStyle[];
  /** Nodes that came with this revision, and the node that they came from. */
  arrivals: { origin: string; ids: string[] } | null;
  /** What there is to say of this revision. */
  told: string;
  /** What a reopened view looked like; read once, when the view is first drawn. */
  screen: Screen | null;
  /** What was last selected beside the picture; the number tells one such choice from the next. */
  chosen: { serial: number; nodes: string[]; edges: string[] } | null;
  /** A path that Python found: drawn above all. */
  highlight: { nodes: string[]; edges: string[]; title: string } | null;
  /** Page for browsers without WebGL; sent after we said that there is none. */
  fallback: string | null;
  /** What came or changed since what was read before; null for anything. Not sent: `merged` says it. */
  changed?: Ids | null;
}

/** A payload as it is sent: whole, or only the nodes and links that differ from those of revision `base`. */
export interface Message extends Payload {
  base: number | null;
}

export interface Component {
  name: string;
  key: string;
  /** A digest of 16 characters and a `Message` as JSON. */
  data: Uint8Array | null;
  parentElement: HTMLElement | ShadowRoot;
  setTriggerValue(name: string, value: unknown): void;
}

export type Selected = { kind: "node" | "edge"; id: string } | null;

/** What the analyst wants to do with the selection beside the picture: neighbours by choice, what it shares, paths, a note. */
export type Asked = "around" | "shared" | "paths" | "note";
