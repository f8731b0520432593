// How bright each node and link is drawn: by selection, filters, what was found, and a path above all.

import type { EdgeItem, NodeItem, Picture } from "./picture";
import type { ScreenState } from "./screen";
import type { Selection } from "./selection";

/** With more than this, names are left to the label grid. */
const FOUND = 30;
const ON_PATH = 40;

export class Looks {
  private path: ReadonlySet<string> = new Set();

  constructor(
    private readonly picture: Picture,
    private readonly selection: Selection,
    private readonly state: () => ScreenState,
    private readonly found: () => readonly string[],
  ) {}

  /** What is drawn above all. */
  follow(path: { nodes: readonly string[]; edges: readonly string[] } | null): void {
    this.path = new Set([...(path?.nodes ?? []), ...(path?.edges ?? [])]);
  }

  ofNode(id: string, item: NodeItem) {
    const onPath = this.path.has(id);
    const fails = this.picture.fails(id) && !onPath;
    const near = onPath || (this.selection.near(id) && !fails);
    const found = this.found();
    const named = (found.length > 0 && found.length <= FOUND && found.includes(id)) || (onPath && this.path.size <= ON_PATH);
    return {
      ...item,
      hidden: !this.picture.nodeVisible(id, this.state()),
      alpha: near ? 1 : fails ? 0.14 : 0.22,
      forceLabel: named || this.selection.names(id),
      always: this.selection.has(id),
      zIndex: onPath ? 3 : this.selection.has(id) ? 2 : near ? 1 : 0,
      label: near ? item.label : "",
      color: "#000",
    };
  }

  ofEdge(id: string, item: EdgeItem) {
    const onPath = this.path.has(id);
    const lit = onPath || (this.selection.lit(id) && !this.picture.fails(id));
    return {
      ...item,
      hidden: !this.picture.edgeVisible(id, this.state()),
      alpha: lit ? 0.8 : 0.1,
      size: onPath || this.selection.has(id) ? item.size + 2 : item.size,
      zIndex: onPath ? 2 : lit ? 1 : 0,
    };
  }
}
