// What the analyst does with the selection: pick, keep, remove, fold, find, and ask Python about it.

import type { Camera } from "./camera";
import { isBox } from "./folds";
import { within } from "./hits";
import type { Asked, Fold, Payload, Selected } from "./payload";
import type { NodeItem, Picture } from "./picture";
import type { Corner } from "./pointer";
import type { ScreenState } from "./screen";
import type { Selection } from "./selection";
import type { Telling } from "./telling";
import { ahead, type Walk } from "./walking";
import { shown } from "./text";

/** Something that a list offers. */
export interface Choice {
  key: string;
  words: string;
}

export interface Place {
  picture: Picture;
  selection: Selection;
  telling: Telling;
  walk: Walk;
  camera: Camera;
  state(): ScreenState;
  payload(): Payload;
  say(text: string, milliseconds?: number): void;
  /** The screen is another. */
  changed(): void;
  /** Neighbours were asked for. */
  asked(): void;
  /** The selection is another. */
  picked(byAnalyst: boolean): void;
}

export class Acting {
  /** What was found by the search. */
  found: string[] = [];
  private foundAt = -1;

  constructor(private readonly at: Place) {}

  forget(): void {
    this.found = [];
  }

  visible(id: string): boolean {
    const { picture } = this.at;
    const { graph } = picture;
    if (graph.hasNode(id)) return picture.nodeVisible(id, this.at.state());
    return graph.hasEdge(id) && picture.edgeVisible(id, this.at.state());
  }

  // -- selecting

  pick(one: NonNullable<Selected>, add = false): void {
    const { selection } = this.at;
    // the second click of a double click says nothing new
    if (!add && selection.only()?.id === one.id) return;
    selection.pick(one, add);
    this.at.picked(true);
  }

  /** Selects the next node to the right or left, up or down, from the selected one or the middle; `points` on the canvas. */
  step(way: readonly [number, number], points: Readonly<Record<string, readonly [number, number]>>, room: readonly [number, number]): void {
    const { walk, picture, camera } = this.at;
    const from = points[walk.at ?? ""] ?? ([room[0] / 2, room[1] / 2] as const);
    const id = ahead(Object.entries(points).map(([one, [x, y]]) => [one, x, y] as const), from, way);
    if (id === null) {
      this.at.say("No node lies further in that direction");
      return;
    }
    const [x, y] = points[id] ?? from;
    if (x < 0 || y < 0 || x > room[0] || y > room[1]) camera.visit(id);
    this.pick({ kind: "node", id });
    this.at.say(picture.graph.getNodeAttribute(id, "label"));
  }

  /** Selects the next link of the selected node, or of the one from which a link was reached. */
  link(step: number): void {
    const next = this.at.walk.next(step);
    if (!next) {
      this.at.say("Select a node with links to go through them");
      return;
    }
    this.pick({ kind: "edge", id: next.link });
    this.at.say(`Link ${next.number} of ${next.count}: ${this.at.picture.graph.getEdgeAttribute(next.link, "detail")}`);
  }

  letGo(): void {
    if (!this.at.selection.size) return;
    this.at.selection.clear();
    this.at.picked(true);
  }

  pickWithin(corners: readonly Corner[], onCanvas: (item: NodeItem) => Corner, add: boolean): void {
    const { picture, selection } = this.at;
    const inside = this.seen().filter((id) => {
      const { x, y } = onCanvas(picture.graph.getNodeAttributes(id));
      return within(corners, x, y);
    });
    if (add) selection.set(new Set([...selection.nodeIds, ...inside]), selection.edgeIds);
    else selection.set(inside, []);
    this.at.picked(true);
  }

  selectAll(): void {
    this.at.selection.set(this.seen(), []);
    this.at.picked(true);
  }

  invert(): void {
    const { selection } = this.at;
    selection.set(this.seen().filter((id) => !selection.has(id)), []);
    this.at.picked(true);
  }

  /** What may be selected at one go now. */
  selectable(): Choice[] {
    const nodes = this.at.selection.nodeIds;
    const choices: Choice[] = [];
    const [only] = nodes;
    if (only !== undefined) choices.push({ key: "linked", words: nodes.length > 1 ? `The ${nodes.length} and all linked to them` : this.withLinked(only) });
    if (this.found.length) choices.push({ key: "found", words: `The ${this.found.length} found` });
    this.at.payload().noted.forEach(({ word, ids }, i) => {
      const here = ids.filter((id) => this.visible(id)).length;
      if (here) choices.push({ key: `noted ${i}`, words: `The ${here} ${shown(word, 40)}` });
    });
    return choices;
  }

  select(what: string): void {
    const { picture, selection } = this.at;
    const noted = this.at.payload().noted[Number(what.replace("noted ", ""))]?.ids ?? [];
    const ids = what === "linked" ? this.linkedTo(selection.nodeIds) : what === "found" ? this.found : noted.filter((id) => this.visible(id));
    selection.set(ids.filter((id) => picture.graph.hasNode(id)), ids.filter((id) => !picture.graph.hasNode(id)));
    this.at.picked(true);
  }

  private withLinked(id: string): string {
    return `${shown(this.at.picture.graph.getNodeAttribute(id, "label") || "The selected", 30)} and all linked to it`;
  }

  /** These nodes, and those at the other end of their links. */
  private linkedTo(ids: readonly string[]): string[] {
    const { picture } = this.at;
    const state = this.at.state();
    const found = new Set(ids);
    for (const id of ids) {
      picture.graph.forEachEdge(id, (edge, _item, source, target) => {
        if (picture.edgeVisible(edge, state)) found.add(source).add(target);
      });
    }
    return [...found].filter((id) => this.visible(id));
  }

  // -- changing the picture

  remove(): void {
    const { selection, picture } = this.at;
    const ids = selection.all().flatMap((id) => (isBox(id) ? [...picture.membersOf(id)] : picture.isJoined(id) ? [] : [id]));
    if (!ids.length) return;
    this.at.state().remove(ids);
    selection.clear();
    this.at.picked(true);
    this.at.changed();
    this.at.say(`${ids.length} removed from the picture, not from the case: Ctrl+Z brings back`);
  }

  isolate(): void {
    const { selection, picture } = this.at;
    if (!selection.nodeIds.length) return;
    const others = this.seen().filter((id) => !selection.has(id));
    const ids = others.flatMap((id) => (isBox(id) ? [...picture.membersOf(id)] : [id]));
    if (!ids.length) return;
    this.at.state().remove(ids);
    this.at.changed();
    this.at.say(`${ids.length} others removed from the picture, not from the case: Ctrl+Z brings back`);
  }

  /** What may be folded now. */
  foldable(): Choice[] {
    const { picture, selection } = this.at;
    const { platforms, groups } = this.at.payload();
    const nodes = selection.nodeIds.filter((id) => !isBox(id));
    const choices = nodes.length > 1 ? [{ key: "selected", words: `The ${nodes.length} selected (G)` }] : [];
    const [only] = nodes;
    if (nodes.length === 1 && only !== undefined && this.linkedTo(nodes).length > 1) choices.push({ key: "linked", words: this.withLinked(only) });
    const counts = picture.platforms(this.at.state());
    for (const { key, word, count } of counts) {
      if (count > 1 && platforms.length > 1) choices.push({ key: `platform ${key}`, words: `All on ${shown(word, 30)}` });
    }
    groups.forEach(({ word, rings }, i) => {
      if (rings) choices.push({ key: `group ${i}`, words: `All ${shown(word, 40)}` });
    });
    return choices;
  }

  fold(what: string): void {
    const { picture, selection } = this.at;
    const { platforms, groups } = this.at.payload();
    const [kind, ...rest] = what.split(" ");
    const key = rest.join(" ");
    const platform = platforms.findIndex((one) => one.key === key);
    const group = groups[Number(key)];
    const linked = new Set(kind === "linked" ? this.linkedTo(selection.nodeIds) : []);
    const wanted = (id: string, item: NodeItem): boolean =>
      kind === "platform" ? item.platform === platform
      : kind === "group" ? group !== undefined && item.sprite === Number(group.key) && item.rings === group.rings
      : kind === "linked" ? linked.has(id)
      : selection.has(id);
    const members = this.seen().filter((id) => !isBox(id) && wanted(id, picture.graph.getNodeAttributes(id)));
    if (members.length < 2) {
      this.at.say("Select two nodes or more to fold them into a box");
      return;
    }
    const name =
      kind === "platform" ? (platforms[platform]?.word ?? key)
      : kind === "group" ? (group?.word ?? "")
      : (kind === "linked" && picture.graph.getNodeAttribute(selection.nodeIds[0], "label")) || this.boxName(members);
    const folds: Fold[] = [...this.at.state().now.folds, { name, members }];
    this.at.state().change({ folds });
    selection.clear();
    this.at.picked(true);
    this.at.changed();
    this.at.say(`${members.length} folded into one box: a double-click opens it`);
  }

  /** Named for the first of its members and what they are. */
  private boxName(members: readonly string[]): string {
    const { picture } = this.at;
    const styles = new Set(members.map((id) => picture.labelOf(id)));
    const plural = this.at.payload().nodeStyles.find(({ label }) => styles.has(label))?.plural ?? "";
    const number = this.at.state().now.folds.length + 1;
    return `Box ${number}: ${styles.size === 1 ? plural : "nodes"}`;
  }

  private unfold(box: string): void {
    const members = new Set(this.at.picture.membersOf(box));
    const folds = this.at.state().now.folds.filter((one) => !one.members.some((id) => members.has(id)));
    this.at.state().change({ folds });
    this.at.changed();
  }

  // -- asking

  expand(id = this.at.selection.only()?.id): void {
    if (id === undefined || !this.at.picture.graph.hasNode(id)) return;
    if (isBox(id)) {
      this.unfold(id);
      return;
    }
    this.at.say("Looking for neighbours …", 20_000);
    this.at.telling.expanded(id);
    this.at.asked();
  }

  /** Which questions about the selection make sense. */
  askable(): Record<Asked, boolean> {
    const [nodes, edges] = this.at.telling.ids();
    const several = nodes.length > 1;
    const one = nodes.length + edges.length === 1;
    return { around: one && nodes.length === 1, shared: several, paths: several, note: one };
  }

  ask(what: Asked): void {
    if (this.askable()[what]) this.at.telling.asked(what);
  }

  // -- finding

  find(text: string): number {
    const { picture } = this.at;
    const wanted = text.toLocaleLowerCase();
    const meets = (id: string) =>
      picture.graph.getNodeAttribute(id, "label").toLocaleLowerCase().includes(wanted) || id.toLocaleLowerCase().includes(wanted);
    this.foundAt = -1;
    this.found = wanted ? this.seen().filter(meets) : [];
    this.at.picked(false);
    return this.found.length;
  }

  showNextFound(): void {
    if (!this.found.length) return;
    this.foundAt = (this.foundAt + 1) % this.found.length;
    const id = this.found[this.foundAt];
    if (id === undefined) return;
    this.at.camera.visit(id);
    this.pick({ kind: "node", id });
  }

  private seen(): string[] {
    const { picture } = this.at;
    return picture.graph.filterNodes((id) => picture.nodeVisible(id, this.at.state()));
  }
}
