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
}

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
}

/** What the analyst did to the view in the browser; the way back to it is kept here, not in Python. */
export interface Screen {
  removed: string[];
  hiddenLabels: string[];
  hiddenTypes: string[];
  /** Dragged nodes: where they stand now, in the coordinates that Python sent. */
  moved: Record<string, [number, number]>;
}

export interface Payload {
  /** Name of the view; another name is another picture, the same name is changed in place; empty before the first. */
  view: string;
  /** Counts what Python added to the view. */
  revision: number;
  /** When the graph had answered, epoch milliseconds; 0 where no query was asked. */
  answered: number;
  height: number;
  nodes: NodeColumns;
  edges: EdgeColumns;
  groups: Group[];
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
  /** Page for browsers without WebGL; sent after we said that there is none. */
  fallback: string | null;
}

export interface Component {
  name: string;
  key: string;
  data: Payload | null;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

export type Selected = { kind: "node" | "edge"; id: string } | null;

/** What the analyst wants to do with the selection beside the picture: neighbours by choice, what it shares, paths, a note. */
export type Asked = "around" | "shared" | "paths" | "note";
