// One picture in one place of the page: it survives reruns and changes by differences.

import Sigma from "sigma";
import { animateNodes } from "sigma/utils";
import { fitted } from "./fit";
import { nearest, type Line } from "./hits";
import { drawHover, FONT, Labels, type Area } from "./labels";
import { edgeSwatch, Legend, nodeSwatch, type Row } from "./legend";
import { LineProgram } from "./lines";
import { Marks } from "./marks";
import type { Asked, Component, Payload, Selected } from "./payload";
import { frameOf, Picture, type EdgeItem, type NodeItem } from "./picture";
import { Pointer } from "./pointer";
import { ScreenState } from "./screen";
import { Selection } from "./selection";
import { spriteProgram, spriteSheet } from "./sprites";
import { element, shown } from "./text";
import { Toolbar } from "./toolbar";

const LARGE = 1_500;
/** The camera before zooming. */
const STILL = { cameraState: { x: 0.5, y: 0.5, ratio: 1, angle: 0 } };
/** Ids of nodes, and of links, that are told to Python at most. */
const TOLD = 2_000;
const states = new Map<string, ScreenState>();
/** What was selected in each view, and after which choice of Python's: a page that is left and opened again has it. */
const choices = new Map<string, { serial: number; nodes: string[]; edges: string[] }>();

export class GraphView {
  private readonly stage = element("div", "stage");
  private readonly tip = element("div", "tip");
  private readonly told = element("div", "say");
  private readonly empty = element("div", "empty", "Nothing to draw. Everything is hidden or removed, or the answer names no nodes.");
  private readonly picture: Picture;
  private readonly sigma: Sigma<NodeItem, EdgeItem>;
  private readonly pointer: Pointer;
  private readonly marks: Marks;
  private readonly legend: Legend;
  private readonly toolbar: Toolbar;
  private readonly watch: ResizeObserver;
  private readonly selection = new Selection();
  private readonly labels = new Labels(
    () => this.discs(),
    () => this.covers(),
  );
  /** Pixels per point of the layout before zooming. */
  private scale = 1;
  private state = new ScreenState(null);
  private found: string[] = [];
  private foundAt = -1;
  private reporting = 0;
  private quiet = 0;
  private settled = 0;
  private size = "";
  private firstPicture = 0;

  constructor(
    private readonly root: HTMLElement,
    private component: Component,
    private payload: Payload,
  ) {
    Object.assign(this.stage.style, { position: "absolute", inset: "0 0 auto", height: `${payload.height}px` });
    this.tip.hidden = true;
    this.picture = new Picture(payload);
    root.append(this.stage);
    this.sigma = new Sigma<NodeItem, EdgeItem>(this.picture.graph, this.stage, {
      allowInvalidContainer: true,
      defaultDrawNodeHover: drawHover,
      defaultDrawNodeLabel: (...drawn) => this.labels.draw(...drawn),
      defaultEdgeType: "line",
      defaultNodeType: "sprite",
      doubleClickTimeout: 280,
      edgeProgramClasses: { line: LineProgram },
      hideEdgesOnMove: false,
      labelDensity: 2.5,
      labelFont: FONT,
      labelGridCellSize: 80,
      labelRenderedSizeThreshold: 3.4,
      labelSize: 13,
      labelWeight: "500",
      minCameraRatio: 0.02,
      maxCameraRatio: 6,
      nodeProgramClasses: { sprite: spriteProgram(spriteSheet(payload.nodeStyles)) },
      stagePadding: 64,
      zIndex: true,
      zoomToSizeRatioFunction: (ratio) => 1 / this.grain(ratio),
      nodeReducer: (id, item) => this.reduceNode(id, item),
      edgeReducer: (id, item) => this.reduceEdge(id, item),
    });
    this.sigma.on("beforeRender", () => this.labels.clear());
    this.legend = new Legend((kind, key) => {
      if (kind === "label") this.state.toggleLabel(key);
      else this.state.toggleType(key);
      this.changed();
    });
    this.toolbar = new Toolbar({
      find: (text) => this.find(text),
      next: () => this.showNextFound(),
      zoom: (factor) => this.zoom(factor),
      fit: () => this.fit(),
      back: () => this.back(),
      expand: () => this.expand(),
      ask: (what) => this.ask(what),
      remove: () => this.remove(),
      area: (on) => this.setArea(on),
    });
    this.marks = new Marks(this.sigma, this.selection, () => this.found);
    root.append(this.empty, this.legend.root, this.toolbar.root, this.tip, this.told);
    this.pointer = new Pointer(this.sigma, root, {
      pick: (id, add) => this.pick({ kind: "node", id }, add),
      pickAt: (x, y) => this.pickAt(x, y),
      pickBox: (...box) => this.pickBox(...box),
      expand: (id) => this.expand(id),
      hover: (x, y) => this.hover(x, y),
      leave: () => this.hover(NaN, NaN),
      moved: (id) => this.moved(id),
      boxDone: () => this.setArea(false),
    });
    root.addEventListener("keydown", (event) => this.key(event));
    this.stage.addEventListener("mousedown", () => root.focus({ preventScroll: true }));
    this.watch = new ResizeObserver(() => {
      const size = `${root.offsetWidth} ${root.offsetHeight}`;
      // the observer also calls once when it begins
      if (!root.offsetWidth || size === this.size) return;
      this.size = size;
      this.sigma.resize().refresh();
      this.measure();
    });
    this.watch.observe(root);
    this.open(payload);
  }

  /** A rerun: another view is opened, the same view takes what is new. */
  update(component: Component, payload: Payload): void {
    this.component = component;
    const before = this.payload;
    this.payload = payload;
    if (payload.view !== before.view) this.open(payload);
    else if (payload.revision !== before.revision) this.grow(payload);
    if (payload.view === before.view && payload.chosen?.serial !== before.chosen?.serial) this.selectFromPython(payload);
  }

  kill(): void {
    this.watch.disconnect();
    window.clearTimeout(this.reporting);
    window.clearTimeout(this.quiet);
    this.marks.kill();
    this.sigma.kill();
  }

  // -- for tests: read-only

  get id(): string {
    return this.payload.view;
  }

  get revision(): number {
    return this.payload.revision;
  }

  /** When this view was first drawn, in the page's time; 0 before. */
  get drawnAt(): number {
    return this.settled;
  }

  /** Milliseconds from the graph's answer to the first picture of this view; 0 where no query was asked. */
  get waited(): number {
    return this.firstPicture;
  }

  /** Where each visible node is, in pixels of the page. */
  positions(): Record<string, [number, number]> {
    const frame = this.stage.getBoundingClientRect();
    const found: Record<string, [number, number]> = {};
    this.picture.graph.forEachNode((id, item) => {
      if (!this.picture.nodeVisible(id, this.state)) return;
      const { x, y } = this.sigma.graphToViewport(item);
      found[id] = [frame.left + x, frame.top + y];
    });
    return found;
  }

  /** The visible links with their ends. */
  links(): { id: string; type: string; source: string; target: string }[] {
    return this.picture.graph
      .filterEdges((id) => this.picture.edgeVisible(id, this.state))
      .map((id) => ({ id, type: this.picture.typeOf(id), source: this.picture.graph.source(id), target: this.picture.graph.target(id) }));
  }

  selected(): string[] {
    return this.selection.all();
  }

  // -- opening and growing

  private open(payload: Payload): void {
    this.frame(payload);
    const known = states.get(payload.view);
    this.state = known ?? new ScreenState(payload.screen);
    states.set(payload.view, this.state);
    this.selection.clear();
    this.found = [];
    this.picture.graph.clear();
    this.sigma.setCustomBBox(frameOf(this.picture.placesOf(payload, this.state)));
    this.sigma.setSetting("hideEdgesOnMove", payload.edges.id.length > LARGE);
    // without a refresh the new frame comes only at the first hover, and everything jumps; while empty it costs nothing
    this.sigma.refresh();
    this.measure();
    this.picture.apply(payload);
    this.picture.place(this.state);
    this.selectFromPython(payload);
    this.show();
    this.fit(false);
    this.settled = this.firstPicture = 0;
    // made ready, but nothing is shown yet
    if (!payload.view) return;
    this.sigma.once("afterRender", () => {
      this.settled = performance.now();
      this.firstPicture = payload.answered ? Date.now() - payload.answered : 0;
    });
  }

  /** The room that the picture takes: none before the first is open, though all is as large as it will be. */
  private frame({ view, height }: Payload): void {
    Object.assign(this.root.style, { height: view ? `${height}px` : "0", visibility: view ? "" : "hidden" });
    // a canvas of another size is made anew, and that takes long
    this.stage.style.height = `${height - (this.root.offsetHeight - this.root.clientHeight)}px`;
    this.size = `${this.root.offsetWidth} ${this.root.offsetHeight}`;
    this.sigma.resize();
  }

  private measure(): void {
    // by a camera of its own: sigma's last one is not brought up to date while there are no nodes
    const [from, to] = [0, 1].map((x) => this.sigma.graphToViewport({ x, y: 0 }, STILL));
    if (from && to) this.scale = Math.hypot(to.x - from.x, to.y - from.y);
  }

  private grow(payload: Payload): void {
    const fresh = this.picture.apply(payload);
    const { arrivals } = payload;
    this.say(payload.told, 5_000);
    this.state.arrive(arrivals?.ids ?? fresh);
    this.picture.place(this.state);
    this.arriveFrom(payload, arrivals?.origin ?? "", fresh);
    this.changed();
  }

  private arriveFrom(payload: Payload, origin: string, fresh: string[]): void {
    const { graph } = this.picture;
    if (!fresh.length) return;
    const outside = () => {
      const { width, height } = this.sigma.getDimensions();
      const away = fresh.filter((id) => {
        const { x, y } = this.sigma.graphToViewport(graph.getNodeAttributes(id));
        return x < 0 || y < 0 || x > width || y > height;
      });
      if (away.length) this.say(`${payload.told} ${away.length} of them are outside the picture: press F to fit.`, 7_000);
    };
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches || fresh.length > 400;
    if (still || !graph.hasNode(origin)) {
      outside();
      return;
    }
    const { x, y } = graph.getNodeAttributes(origin);
    const goals: Record<string, { x: number; y: number }> = {};
    for (const id of fresh) {
      const item = graph.getNodeAttributes(id);
      goals[id] = { x: item.x, y: item.y };
      graph.mergeNodeAttributes(id, { x, y });
    }
    animateNodes(graph, goals, { duration: 320, easing: "quadraticOut" }, outside);
  }

  // -- what is drawn how

  /** How large a point of a node's radius is: near the layout's own scale, but legible from afar. */
  private grain(ratio: number): number {
    return Math.min(1.7, Math.max(0.28, (this.scale / ratio) ** 0.8));
  }

  private reduceNode(id: string, item: NodeItem) {
    const visible = this.picture.nodeVisible(id, this.state);
    const near = this.selection.near(id);
    return {
      ...item,
      hidden: !visible,
      alpha: near ? 1 : 0.22,
      forceLabel: this.selection.names(id) || this.found.length > 0 && this.found.length <= 30 && this.found.includes(id),
      always: this.selection.has(id),
      zIndex: this.selection.has(id) ? 2 : near ? 1 : 0,
      label: near ? item.label : "",
      color: "#000",
    };
  }

  private reduceEdge(id: string, item: EdgeItem) {
    const lit = this.selection.lit(id);
    return {
      ...item,
      hidden: !this.picture.edgeVisible(id, this.state),
      alpha: lit ? 0.8 : 0.1,
      size: this.selection.has(id) ? item.size + 2 : item.size,
      zIndex: lit ? 1 : 0,
    };
  }

  private show(): void {
    const { graph } = this.picture;
    const { nodeStyles, edgeStyles } = this.payload;
    const labels = nodeStyles.map((style) => ({ key: style.label, word: style.plural, visible: 0, total: 0, off: this.state.now.hiddenLabels.has(style.label), swatch: nodeSwatch(style) }));
    graph.forEachNode((id, item) => {
      const row = labels[item.sprite];
      if (!row || this.state.now.removed.has(id)) return;
      row.total += 1;
      if (!row.off) row.visible += 1;
    });
    const types = edgeStyles.map((style) => ({ key: style.type, word: style.word, visible: 0, total: 0, off: this.state.now.hiddenTypes.has(style.type), swatch: edgeSwatch(style) }));
    let links = 0;
    graph.forEachEdge((id, item, source, target) => {
      const row = types[item.style];
      if (!row || [id, source, target].some((one) => this.state.now.removed.has(one))) return;
      row.total += 1;
      if (this.picture.edgeVisible(id, this.state)) {
        row.visible += 1;
        links += 1;
      }
    });
    this.legend.show(labels.filter((row) => row.total), types.filter((row) => row.total), this.groups());
    this.empty.hidden = labels.some((row) => row.visible);
    this.buttons();
    this.sigma.refresh({ schedule: true });
    this.root.dataset["nodes"] = String(labels.reduce((sum, row) => sum + row.visible, 0));
    this.root.dataset["links"] = String(links);
    this.root.dataset["revision"] = String(this.payload.revision);
  }

  /** Rows that tell members of sets from the rest, under the row of their label. */
  private groups(): Map<string, Row[]> {
    const found = new Map<string, Row[]>();
    for (const { key, rings, word } of this.payload.groups) {
      const style = this.payload.nodeStyles[Number(key)];
      if (!style) continue;
      const here = this.picture.graph.filterNodes(
        (id, item) => item.sprite === Number(key) && item.rings === rings && this.picture.nodeVisible(id, this.state),
      ).length;
      if (!here) continue;
      const row = { key, word, visible: here, total: here, off: false, swatch: nodeSwatch(style, rings) };
      found.set(style.label, [...(found.get(style.label) ?? []), row]);
    }
    return found;
  }

  private buttons(): void {
    this.toolbar.enable({
      back: this.state.depth > 0,
      remove: this.selection.size > 0,
      expand: this.selection.only()?.kind === "node",
      ...this.askable(),
    });
  }

  /** The screen changed: draw it, and tell Python when it has come to rest. */
  private changed(): void {
    this.selection.keep((id) => this.visible(id));
    this.selection.around(this.picture.graph);
    this.show();
    window.clearTimeout(this.reporting);
    const view = this.payload.view;
    this.reporting = window.setTimeout(
      () => this.component.setStateValue("screen", { view, ...this.state.report() }),
      250,
    );
  }

  private visible(id: string): boolean {
    const { graph } = this.picture;
    if (graph.hasNode(id)) return this.picture.nodeVisible(id, this.state);
    return graph.hasEdge(id) && this.picture.edgeVisible(id, this.state);
  }

  // -- selecting

  private pick(one: Selected, add = false): void {
    if (one === null) this.selection.clear();
    else this.selection.pick(one, add);
    this.afterPick();
    this.tellSelected();
  }

  private tellSelected(): void {
    const { size } = this.selection;
    const only = this.selection.only();
    const [nodes, edges] = [this.selection.nodeIds.slice(0, TOLD), this.selection.edgeIds.slice(0, TOLD)];
    const kind = only?.kind ?? (size ? "many" : "none");
    this.component.setTriggerValue("selected", { view: this.payload.view, kind, id: only?.id ?? "", nodes, edges });
    choices.set(this.payload.view, { serial: this.payload.chosen?.serial ?? 0, nodes, edges });
    if (size > 1) this.say(`${size} selected: Delete removes them, S says what they share, Esc lets go`);
  }

  private selectFromPython({ view, chosen }: Payload): void {
    const kept = choices.get(view);
    const wanted = kept && kept.serial === (chosen?.serial ?? 0) ? kept : chosen;
    const here = (ids: readonly string[] = []) => ids.filter((id) => this.visible(id));
    this.selection.set(here(wanted?.nodes), here(wanted?.edges));
    this.afterPick();
  }

  private afterPick(): void {
    this.selection.around(this.picture.graph);
    this.buttons();
    this.sigma.refresh({ schedule: true });
  }

  private pickAt(x: number, y: number): void {
    if (this.pointer.area) return;
    const id = nearest(this.lines(), x, y);
    if (id !== null) this.pick({ kind: "edge", id });
    else if (this.selection.size) this.pick(null);
  }

  private pickBox(left: number, top: number, right: number, bottom: number, add: boolean): void {
    if (!add) this.selection.clear();
    this.picture.graph.forEachNode((id, item) => {
      if (!this.picture.nodeVisible(id, this.state)) return;
      const { x, y } = this.sigma.graphToViewport(item);
      if (x >= left && x <= right && y >= top && y <= bottom && !this.selection.has(id)) {
        this.selection.pick({ kind: "node", id }, true);
      }
    });
    this.afterPick();
    this.tellSelected();
  }

  private *lines(): Iterable<Line> {
    const { graph } = this.picture;
    for (const { edge, attributes, source, target } of graph.edgeEntries()) {
      if (!this.picture.edgeVisible(edge, this.state)) continue;
      const from = this.sigma.graphToViewport(graph.getNodeAttributes(source));
      const to = this.sigma.graphToViewport(graph.getNodeAttributes(target));
      yield { id: edge, x1: from.x, y1: from.y, x2: to.x, y2: to.y, lane: attributes.lane };
    }
  }

  /** Where the visible nodes stand on the canvas, as [x, y, radius]; none in a crowd, where it would take too long. */
  private discs(): [number, number, number][] {
    const { graph } = this.picture;
    if (graph.order > LARGE) return [];
    const found: [number, number, number][] = [];
    graph.forEachNode((id) => {
      const data = this.sigma.getNodeDisplayData(id);
      if (!data || data.hidden) return;
      const { x, y } = this.sigma.framedGraphToViewport(data);
      found.push([x, y, this.sigma.scaleSize(data.size)]);
    });
    return found;
  }

  /** What lies above the picture, where names could not be read. */
  private covers(): Area[] {
    const { offsetLeft: x, offsetTop: y, offsetWidth: wide, offsetHeight: high } = this.legend.root;
    return [
      [x, y, x + wide, y + high],
      [0, 0, this.root.offsetWidth, 44],
    ];
  }

  private hover(x: number, y: number): void {
    const many = this.picture.graph.size > 4 * LARGE;
    const id = Number.isNaN(x) || many || this.pointer.area ? null : nearest(this.lines(), x, y);
    this.stage.classList.toggle("pointing", id !== null);
    this.tip.hidden = id === null;
    if (id === null) return;
    this.tip.textContent = shown(this.picture.graph.getEdgeAttribute(id, "detail"), 90);
    const left = Math.min(x + 14, this.root.clientWidth - 240);
    Object.assign(this.tip.style, { left: `${Math.max(4, left)}px`, top: `${y + 14}px` });
  }

  // -- acting

  private expand(id = this.selection.only()?.id): void {
    if (id === undefined || !this.picture.graph.hasNode(id)) return;
    this.say("Looking for neighbours …", 20_000);
    this.component.setTriggerValue("expanded", { view: this.payload.view, id });
  }

  /** Which questions about the selection make sense. */
  private askable(): Record<Asked, boolean> {
    const several = this.selection.nodeIds.length > 1;
    return {
      around: this.selection.only()?.kind === "node",
      shared: several,
      paths: several,
      note: this.selection.size === 1,
    };
  }

  private ask(what: Asked): void {
    if (!this.askable()[what]) return;
    const [nodes, edges] = [this.selection.nodeIds.slice(0, TOLD), this.selection.edgeIds.slice(0, TOLD)];
    this.component.setTriggerValue("asked", { view: this.payload.view, what, nodes, edges });
  }

  private remove(): void {
    const ids = this.selection.all();
    if (!ids.length) return;
    this.state.remove(ids);
    this.selection.clear();
    this.changed();
    this.say(`${ids.length} removed from the picture, not from the case: Ctrl+Z brings back`);
  }

  private back(): void {
    if (!this.state.back()) {
      this.say("This is the first view");
      return;
    }
    this.picture.place(this.state);
    this.changed();
  }

  private moved(id: string): void {
    const { x, y } = this.picture.graph.getNodeAttributes(id);
    this.state.move(id, [x, y]);
    this.changed();
  }

  private setArea(on: boolean): void {
    this.pointer.area = on;
    this.toolbar.setArea(on);
    this.stage.classList.toggle("area", on);
  }

  private zoom(factor: number): void {
    void this.sigma.getCamera().animate({ ratio: this.sigma.getCamera().ratio * factor }, { duration: 120 });
  }

  private fit(smooth = true): void {
    const ids = this.picture.graph.filterNodes((id) => this.picture.nodeVisible(id, this.state));
    const { x, y } = frameOf(ids.map((id) => this.picture.graph.getNodeAttributes(id)));
    const { width, height } = this.sigma.getDimensions();
    if (!width || !height) return;
    const low = this.sigma.graphToViewport({ x: x[0], y: y[0] }, STILL);
    const high = this.sigma.graphToViewport({ x: x[1], y: y[1] }, STILL);
    const points = ids.slice(0, LARGE).map((id) => this.sigma.graphToViewport(this.picture.graph.getNodeAttributes(id), STILL));
    const { ratio: wanted, x: atX, y: atY } = fitted(points, {
      // the buttons lie along the top; names stand beside their nodes
      free: { left: 40, right: width - 56, top: 62, bottom: height - 30 },
      taken: { right: this.legend.root.offsetLeft + this.legend.root.offsetWidth + 14, top: this.legend.root.offsetTop - 14 },
      least: [Math.abs(high.x - low.x), Math.abs(high.y - low.y)],
    });
    const ratio = this.sigma.getCamera().getBoundedRatio(wanted);
    const middle = this.sigma.viewportToFramedGraph(
      {
        x: (low.x + high.x) / 2 + ratio * (width / 2 - atX),
        y: (low.y + high.y) / 2 + ratio * (height / 2 - atY),
      },
      STILL,
    );
    const goal = { x: middle.x, y: middle.y, ratio, angle: 0 };
    if (smooth) void this.sigma.getCamera().animate(goal, { duration: 200 });
    else this.sigma.getCamera().setState(goal);
  }

  private find(text: string): number {
    const wanted = text.toLocaleLowerCase();
    this.foundAt = -1;
    this.found = wanted
      ? this.picture.graph.filterNodes(
          (id, item) =>
            this.picture.nodeVisible(id, this.state) &&
            (item.label.toLocaleLowerCase().includes(wanted) || id.toLocaleLowerCase().includes(wanted)),
        )
      : [];
    this.sigma.refresh({ schedule: true });
    return this.found.length;
  }

  private showNextFound(): void {
    if (!this.found.length) return;
    this.foundAt = (this.foundAt + 1) % this.found.length;
    const id = this.found[this.foundAt];
    const at = id === undefined ? undefined : this.sigma.getNodeDisplayData(id);
    if (id === undefined || !at) return;
    void this.sigma.getCamera().animate({ x: at.x, y: at.y, ratio: Math.min(0.5, this.sigma.getCamera().ratio) }, { duration: 250 });
    this.pick({ kind: "node", id });
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.root && !(event.key === "z" && (event.ctrlKey || event.metaKey))) return;
    const act = this.keyed(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private keyed(event: KeyboardEvent): (() => void) | null {
    if (event.ctrlKey || event.metaKey) return event.key === "z" ? () => this.back() : null;
    const pan = (x: number, y: number) => () => {
      const camera = this.sigma.getCamera();
      camera.setState({ x: camera.x + x * 0.08 * camera.ratio, y: camera.y + y * 0.08 * camera.ratio });
    };
    const keys: Record<string, () => void> = {
      Delete: () => this.remove(),
      Backspace: () => this.remove(),
      Escape: () => {
        this.setArea(false);
        if (this.selection.size) this.pick(null);
      },
      Enter: () => this.expand(),
      e: () => this.ask("around"),
      s: () => this.ask("shared"),
      p: () => this.ask("paths"),
      n: () => this.ask("note"),
      f: () => this.fit(),
      "+": () => this.zoom(1 / 1.4),
      "-": () => this.zoom(1.4),
      "/": () => this.toolbar.focusSearch(),
      ArrowLeft: pan(-1, 0),
      ArrowRight: pan(1, 0),
      ArrowUp: pan(0, 1),
      ArrowDown: pan(0, -1),
    };
    return keys[event.key] ?? null;
  }

  /** A short line at the edge of the picture. */
  private say(text: string, milliseconds = 3_500): void {
    this.told.textContent = shown(text, 200);
    this.told.classList.toggle("on", text !== "");
    window.clearTimeout(this.quiet);
    this.quiet = window.setTimeout(() => this.told.classList.remove("on"), milliseconds);
  }
}
