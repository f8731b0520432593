// What Python is told: what is selected, what is asked of it, and what the screen looks like when it has come to rest.

import type { Asked, Component, Screen } from "./payload";
import type { Picture } from "./picture";
import type { Selection } from "./selection";

/** Ids of nodes, and of links, that are told at most. */
const TOLD = 2_000;
const REST = 250;

export interface Choice {
  serial: number;
  nodes: string[];
  edges: string[];
}

export class Telling {
  private resting = 0;

  constructor(
    private readonly component: () => Component,
    private readonly view: () => string,
    private readonly selection: Selection,
    private readonly picture: Picture,
  ) {}

  kill(): void {
    window.clearTimeout(this.resting);
  }

  selected(): void {
    const [nodes, edges] = this.ids();
    const count = nodes.length + edges.length;
    const [node] = nodes;
    const kind = count > 1 ? "many" : count === 0 ? "none" : node === undefined ? "edge" : "node";
    this.send("selected", { kind, id: count === 1 ? (node ?? edges[0] ?? "") : "", nodes, edges });
  }

  expanded(id: string): void {
    this.send("expanded", { id });
  }

  asked(what: Asked): void {
    const [nodes, edges] = this.ids();
    this.send("asked", { what, nodes, edges });
  }

  /** Of a screen that changes quickly only the last one. A trigger: as a state it would go along with every click. */
  screen(report: () => Screen): void {
    window.clearTimeout(this.resting);
    const view = this.view();
    this.resting = window.setTimeout(() => this.component().setTriggerValue("screen", { view, ...report() }), REST);
  }

  /** Selected nodes and links; what is in a selected box in its place, for Python knows no boxes. */
  ids(): [string[], string[]] {
    const nodes = this.selection.nodeIds.flatMap((id) => {
      const members = this.picture.membersOf(id);
      return members.length ? members : [id];
    });
    return [nodes.slice(0, TOLD), this.selection.edgeIds.filter((id) => !this.picture.isJoined(id)).slice(0, TOLD)];
  }

  private send(name: string, value: object): void {
    this.component().setTriggerValue(name, { view: this.view(), ...value });
  }
}
