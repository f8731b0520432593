// One picture in one place of the page: it survives reruns and changes by differences.

import Sigma from "sigma";
import type { CameraState } from "sigma/types";
import { Acting } from "./acting";
import { arrive, outside } from "./arriving";
import { badges } from "./badges";
import { Banner } from "./banner";
import { Camera } from "./camera";
import { FilterPanel } from "./filterpanel";
import { Brightening } from "./brightening";
import { BOX } from "./folds";
import { frameOf, heightOf } from "./frame";
import { Hover } from "./hover";
import { keyed } from "./keys";
import { drawHover, FONT, Labels, type Area } from "./labels";
import { arranged, type Caption } from "./layouts";
import { Legend } from "./legend";
import { lineProgram } from "./lines";
import { Looks } from "./looks";
import { HEADS, Marks } from "./marks";
import { momentsOf } from "./moments";
import { hiddenOf, pathLine } from "./path";
import type { Component, LayoutName, Payload } from "./payload";
import { Picture, type EdgeItem, type NodeItem } from "./picture";
import { Pointer, type Area as Drawn } from "./pointer";
import { rowsOf } from "./rows";
import { PASSING, ScreenState } from "./screen";
import { Selection } from "./selection";
import { anyFilter, filterWords } from "./sieve";
import { spriteProgram, spriteSheet } from "./sprites";
import { Surface } from "./surface";
import { Telling, type Choice } from "./telling";
import { element, shown } from "./text";
import { STRIP, Timeline } from "./timeline";
import { Toolbar } from "./toolbar";
import { Walk } from "./walking";
import { zoneName } from "./zone";

const LARGE = 1_500;
const noted = ({ nodes, edges }: Payload) => [nodes, edges].map(({ note }) => note.join()).join();
/** Pixels that the panel of filters takes at the right. */
const FILTERS = 320;
const states = new Map<string, ScreenState>();
/** What was selected in each view, and after which choice of Python's: a page that is left and opened again has it. */
const choices = new Map<string, Choice>();

export class GraphView {
  private readonly stage = element("div", "stage");
  private readonly tip = new Hover();
  private readonly told = element("div", "say");
  private readonly empty = element("div", "empty");
  private readonly picture: Picture;
  private readonly sigma: Sigma<NodeItem, EdgeItem>;
  private readonly camera: Camera;
  private readonly surface: Surface;
  private readonly pointer: Pointer;
  private readonly looks: Looks;
  private readonly marks: Marks;
  private readonly legend: Legend;
  private readonly toolbar: Toolbar;
  private readonly timeline: Timeline;
  private readonly filters: FilterPanel;
  private readonly banner = new Banner();
  private readonly telling: Telling;
  private readonly acting: Acting;
  private readonly brightening: Brightening;
  private readonly watch: ResizeObserver;
  private readonly selection = new Selection();
  private readonly labels = new Labels(
    () => this.surface.discs(),
    () => this.covers(),
  );
  private state = new ScreenState(null);
  private letters: string[] = [];
  private captions: Caption[] = [];
  /** From where the picture was seen before another arrangement. */
  private found: CameraState | null = null;
  private quiet = 0;
  private settled = 0;
  private size = "";
  private firstPicture = 0;

  constructor(
    private readonly root: HTMLElement,
    private component: Component,
    private payload: Payload,
  ) {
    Object.assign(this.stage.style, { position: "absolute", inset: "0 0 auto", height: `${heightOf(payload.height)}px` });
    this.told.setAttribute("role", "status");
    this.picture = new Picture(payload);
    this.looks = new Looks(this.picture, this.selection, () => this.state, () => this.acting.found);
    root.append(this.stage);
    this.sigma = new Sigma<NodeItem, EdgeItem>(this.picture.graph, this.stage, {
      allowInvalidContainer: true,
      defaultDrawNodeHover: (context, data, settings) => drawHover(context, data, settings, this.above()),
      defaultDrawNodeLabel: (...drawn) => this.labels.draw(...drawn),
      defaultEdgeType: "line",
      defaultNodeType: "sprite",
      doubleClickTimeout: 280,
      edgeProgramClasses: { plain: lineProgram(payload.edgeStyles, true), line: lineProgram(payload.edgeStyles, false) },
      hideEdgesOnMove: false,
      labelDensity: 2.5,
      labelFont: FONT,
      labelGridCellSize: 80,
      labelRenderedSizeThreshold: 3.4,
      labelSize: 13,
      labelWeight: "500",
      minCameraRatio: 0.02,
      maxCameraRatio: 6,
      nodeProgramClasses: { sprite: spriteProgram(spriteSheet([...payload.nodeStyles, BOX])) },
      stagePadding: 64,
      zIndex: true,
      zoomToSizeRatioFunction: (ratio) => 1 / this.camera.grain(ratio),
      nodeReducer: (id, item) => this.looks.ofNode(id, item),
      edgeReducer: (id, item) => this.looks.ofEdge(id, item),
    });
    this.camera = new Camera(this.sigma);
    this.surface = new Surface(this.sigma, this.picture, () => this.state);
    this.sigma.on("beforeRender", () => this.labels.clear());
    this.brightening = new Brightening(this.sigma);
    this.telling = new Telling(() => this.component, () => this.payload.view, this.selection, this.picture);
    this.acting = new Acting({
      picture: this.picture,
      selection: this.selection,
      telling: this.telling,
      walk: new Walk(this.picture, this.selection, (id) => this.picture.edgeVisible(id, this.state)),
      camera: this.camera,
      state: () => this.state,
      payload: () => this.payload,
      say: (text, milliseconds) => this.say(text, milliseconds),
      changed: () => this.changed(),
      asked: () => this.brightening.yield(),
      picked: (byAnalyst) => this.picked(byAnalyst),
    });
    this.legend = new Legend((kind, key) => {
      if (kind === "label") this.state.toggleLabel(key);
      else this.state.toggleType(key);
      this.changed();
    });
    this.timeline = new Timeline({
      narrow: (time, byKey) => {
        this.state.filter({ time }, byKey ? "time" : "");
        this.changed();
      },
      zoned: () => this.show(),
    });
    this.filters = new FilterPanel({
      filter: (part) => {
        this.state.filter(part);
        this.changed();
      },
      closed: () => {
        this.show();
        this.toolbar.focusFilters();
      },
    });
    this.toolbar = new Toolbar({
      find: (text) => this.acting.find(text),
      next: () => this.acting.showNextFound(),
      zoom: (factor) => this.camera.zoom(factor),
      fit: () => this.fit(),
      back: () => this.travel("back"),
      forward: () => this.travel("forward"),
      expand: () => this.acting.expand(),
      ask: (what) => this.acting.ask(what),
      remove: () => this.acting.remove(),
      isolate: () => this.acting.isolate(),
      invert: () => this.acting.invert(),
      fold: (what) => this.acting.fold(what),
      select: (what) => this.acting.select(what),
      area: (drawn) => this.setArea(drawn),
      filters: () => {
        this.filters.toggle();
        this.show();
      },
      layout: (name) => this.arrange(name),
    });
    this.marks = new Marks(this.sigma, this.selection, {
      found: () => this.acting.found,
      badges: () => this.letters,
      highlight: () => this.payload.highlight,
      captions: () => this.captions,
      top: () => this.above(),
      discs: () => this.surface.discs(),
      edgeVisible: (id) => this.picture.edgeVisible(id, this.state),
    });
    const above = [this.legend.root, this.toolbar.root, this.banner.root, this.timeline.root, this.filters.root];
    root.append(this.empty, ...above, this.tip.root, this.told);
    this.pointer = new Pointer(this.sigma, root, {
      pick: (id, add) => this.acting.pick({ kind: "node", id }, add),
      pickAt: (x, y, add) => this.pickAt(x, y, add),
      pickWithin: (corners, add) => this.acting.pickWithin(corners, (item) => this.sigma.graphToViewport(item), add),
      expand: (id) => this.acting.expand(id),
      hover: (x, y) => this.hover(x, y),
      leave: () => this.hover(NaN, NaN),
      moved: (id) => this.moved(id),
      areaDone: () => this.setArea(null),
    });
    root.addEventListener("keydown", (event) => this.key(event));
    this.stage.addEventListener("mousedown", () => root.focus({ preventScroll: true }));
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(root);
    this.open(payload);
  }

  /** A rerun: another view is opened, the same view takes what is new. */
  update(component: Component, payload: Payload): void {
    this.component = component;
    const before = this.payload;
    this.payload = payload;
    if (payload === before) return;
    // where nothing was to be drawn and now something is, the picture gets its room
    if (payload.view !== before.view || payload.height !== before.height) {
      this.open(payload);
      return;
    }
    if (payload.revision !== before.revision) this.grow(payload);
    else if (!payload.changed && noted(payload) !== noted(before)) {
      this.picture.apply(payload);
      this.settle();
    }
    if (JSON.stringify(payload.highlight) !== JSON.stringify(before.highlight)) this.settle();
    if (payload.chosen?.serial !== before.chosen?.serial) this.selectFromPython(payload);
  }

  kill(): void {
    this.watch.disconnect();
    this.telling.kill();
    window.clearTimeout(this.quiet);
    this.brightening.done();
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
  positions(): ReturnType<Surface["positions"]> {
    return this.surface.positions();
  }

  /** The visible links with their ends, and whether they are marked as the first to share theirs. */
  links(): ReturnType<Surface["links"]> {
    return this.surface.links();
  }

  selected(): string[] {
    return this.selection.all();
  }

  /** Nodes and links that filters draw faintly. */
  dimmed(): string[] {
    const { graph } = this.picture;
    if (!this.state.now.filters.dims) return [];
    return [...graph.nodes(), ...graph.edges()].filter((id) => this.picture.fails(id) && this.acting.visible(id));
  }

  /** Steps back, and steps forward again. */
  history(): [number, number] {
    return [this.state.depth, this.state.ahead];
  }

  // -- opening and growing

  private open(payload: Payload): void {
    this.frame(payload);
    const known = states.get(payload.view);
    this.state = known ?? new ScreenState(payload.screen);
    states.set(payload.view, this.state);
    this.selection.clear();
    this.acting.forget();
    this.found = null;
    this.picture.graph.clear();
    this.sigma.setCustomBBox(frameOf(this.picture.placesOf(payload, this.state)));
    this.sigma.setSetting("hideEdgesOnMove", payload.edges.id.length > LARGE);
    // without a refresh the new frame comes only at the first hover, and everything jumps; while empty it costs nothing
    this.sigma.refresh();
    this.camera.measure();
    this.picture.apply(payload);
    this.picture.place(this.state);
    this.picture.settle(this.state);
    this.selectFromPython(payload);
    this.legend.renew();
    this.pointer.hush();
    this.show();
    this.fit(false);
    // with letters that come late, what covers the picture has another size
    if (document.fonts.status === "loading") void document.fonts.ready.then(() => this.refit(payload.view));
    this.settled = this.firstPicture = 0;
    // made ready, but nothing is shown yet
    if (!payload.view) return;
    this.sigma.once("afterRender", () => {
      this.settled = performance.now();
      this.firstPicture = payload.answered ? Date.now() - payload.answered : 0;
    });
  }

  /** The room that the picture takes: none before the first is open, though all is as large as it will be. */
  private frame({ view, height: wanted }: Payload): void {
    const height = heightOf(wanted);
    Object.assign(this.root.style, { height: view ? `${height}px` : "0", visibility: view ? "" : "hidden" });
    // a canvas of another size is made anew, and that takes long
    this.stage.style.height = `${height - (this.root.offsetHeight - this.root.clientHeight)}px`;
    this.size = `${this.root.offsetWidth} ${this.root.offsetHeight}`;
    this.sigma.resize();
  }

  private resized(): void {
    const size = `${this.root.offsetWidth} ${this.root.offsetHeight}`;
    // the observer also calls once when it begins
    if (!this.root.offsetWidth || size === this.size) return;
    this.size = size;
    this.sigma.resize().refresh();
    this.camera.measure();
    this.timeline.draw();
    this.place();
  }

  private grow(payload: Payload): void {
    const fresh = this.picture.apply(payload);
    const { arrivals } = payload;
    this.say(payload.told, 5_000);
    this.state.arrive(arrivals?.ids ?? fresh, fresh);
    this.picture.place(this.state);
    if (fresh.length) {
      arrive(this.sigma, fresh, arrivals?.origin ?? "", () => {
        const away = outside(this.sigma, fresh, this.below());
        if (away) this.say(`${payload.told} ${away} of them ${away === 1 ? "is" : "are"} outside the picture: press F to fit.`, 7_000);
      });
    }
    this.changed();
  }

  // -- what is seen

  /** The graph or the screen is another: works out what is seen, and draws it. */
  private settle(): void {
    this.picture.settle(this.state);
    this.selection.keep((id) => this.acting.visible(id));
    this.selection.around(this.picture.graph);
    this.show();
  }

  /** The analyst changed the screen. */
  private changed(): void {
    this.pointer.hush();
    this.settle();
    this.telling.screen(() => this.state.report());
  }

  private show(): void {
    const { payload, picture, state, root } = this;
    const focused = this.focused();
    const { filters, layout } = state.now;
    this.letters = badges(payload.platforms.map(({ word }) => word));
    this.looks.follow(payload.highlight);
    this.captions = layout === "found" ? [] : arranged(layout, picture.placed(state), payload.platforms, (ms) => this.timeline.short(ms)).captions;
    const rows = rowsOf(picture, state, payload);
    this.legend.show(rows.labels, rows.types, rows.groups, rows.marks);
    this.empty.hidden = rows.nodes > 0;
    this.empty.textContent = payload.nodes.id.length
      ? "Nothing to draw: every node of the answer is hidden by the legend or a filter, or was removed."
      : "Nothing to draw: the answer names no nodes.";
    this.timeline.show(momentsOf(payload, (id) => picture.there(id, state), (id) => !picture.fails(id)), filters.time);
    this.filters.show(filters, picture.platforms(state), picture.datasets(state));
    this.toolbar.setLayout(layout);
    this.toolbar.setFilters(this.filters.open, anyFilter(filters));
    this.toolbar.offer(this.acting.foldable(), this.acting.selectable());
    this.showLines();
    this.place();
    this.buttons();
    this.brightening.done();
    this.sigma.refresh({ schedule: true });
    if (focused && !focused.isConnected) this.refocus(focused);
    Object.assign(root.dataset, { nodes: String(rows.nodes), links: String(rows.links), revision: String(payload.revision) });
  }

  /** What has the focus, if it is of this picture. */
  private focused(): HTMLElement | null {
    const page = this.root.getRootNode();
    const active = page instanceof ShadowRoot || page instanceof Document ? page.activeElement : null;
    return active instanceof HTMLElement && this.root.contains(active) ? active : null;
  }

  /** A row that was drawn anew has the focus that its forerunner had; for what is gone, the picture has it. */
  private refocus({ dataset: { key } }: HTMLElement): void {
    const same = key ? this.root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) : null;
    (same ?? this.root).focus({ preventScroll: true });
  }

  private showLines(): void {
    const { highlight } = this.payload;
    const { filters } = this.state.now;
    const words = filterWords(filters, this.payload, (ms) => `${this.timeline.words(ms)} ${zoneName(this.timeline.offset)}`);
    const filtered = {
      text: `${filters.dims ? "Dimmed is all but" : "Filtered to"}: ${words}`,
      button: "Reset filters",
      act: () => {
        this.state.filter(PASSING);
        this.changed();
      },
    };
    const hidden = hiddenOf(highlight, this.picture, this.state);
    const path = pathLine(highlight, hidden, () => {
      this.state.change(this.picture.showing(hidden.all, this.state));
      this.changed();
    });
    this.banner.show([...(words ? [filtered] : []), ...(path ? [path] : [])]);
  }

  /** Puts what lies above the picture where it covers nothing else. */
  private place(): void {
    const beside = this.filters.open && this.root.clientWidth >= 2 * FILTERS;
    Object.assign(this.banner.root.style, { top: `${this.toolbar.covers}px`, right: `${beside ? FILTERS : 10}px` });
    // where there is no room beside each other, the panel stands below the lines
    this.filters.root.style.top = `${this.toolbar.covers + (beside ? 0 : this.banner.root.offsetHeight)}px`;
    for (const one of [this.legend.root, this.told]) one.style.bottom = `${this.below() + 10}px`;
    this.legend.root.style.maxHeight = `calc(100% - ${this.above() + this.below() + 16}px)`;
    this.legend.suit(this.root.clientWidth, this.root.clientHeight);
  }

  /** Pixels at the top that buttons and lines of words cover. */
  private above(): number {
    return this.toolbar.covers + this.banner.root.offsetHeight;
  }

  /** Pixels below those that the heads of columns take. */
  private heads(): number {
    return this.captions.length ? HEADS : 0;
  }

  /** Pixels that the strip of times covers. */
  private below(): number {
    return this.timeline.shown ? STRIP : 0;
  }

  private buttons(): void {
    this.toolbar.enable({
      back: this.state.depth > 0,
      forward: this.state.ahead > 0,
      remove: this.selection.size > 0,
      isolate: this.selection.nodeIds.length > 0,
      invert: this.selection.nodeIds.length > 0,
      expand: this.selection.only()?.kind === "node",
      ...this.acting.askable(),
    });
  }

  // -- selecting

  /** The selection is another. */
  private picked(byAnalyst: boolean): void {
    this.selection.around(this.picture.graph);
    if (byAnalyst) this.tellSelection();
    this.buttons();
    this.toolbar.offer(this.acting.foldable(), this.acting.selectable());
    // rings are seen at once
    this.marks.draw();
    this.brightening.soon();
  }

  private tellSelection(): void {
    this.telling.selected();
    const [nodes, edges] = [this.selection.nodeIds, this.selection.edgeIds];
    choices.set(this.payload.view, { serial: this.payload.chosen?.serial ?? 0, nodes, edges });
    if (this.selection.size > 1) this.say(`${this.selection.size} selected: Delete removes them, K keeps only them, Esc lets go`);
  }

  private selectFromPython({ view, chosen }: Payload): void {
    const kept = choices.get(view);
    const wanted = kept && kept.serial === (chosen?.serial ?? 0) ? kept : chosen;
    const here = (ids: readonly string[] = []) => ids.filter((id) => this.acting.visible(id));
    const [nodes, edges] = [here(wanted?.nodes), here(wanted?.edges)];
    if (this.selection.is(nodes, edges)) return;
    this.selection.set(nodes, edges);
    this.picked(false);
  }

  private pickAt(x: number, y: number, add: boolean): void {
    if (this.pointer.area) return;
    const id = this.surface.linkAt(x, y);
    if (id !== null) this.acting.pick({ kind: "edge", id }, add);
    else if (!add) this.acting.letGo();
  }

  /** What lies above the picture, where names could not be read. */
  private covers(): Area[] {
    const { offsetLeft: x, offsetTop: y, offsetWidth: wide, offsetHeight: high } = this.legend.root;
    const { offsetWidth: across, offsetHeight: height } = this.root;
    return [
      [x, y, x + wide, y + high],
      [0, 0, across, this.above() + this.heads()],
      [0, height - this.below(), across, height],
    ];
  }

  private hover(x: number, y: number): void {
    const { graph } = this.picture;
    const many = graph.size > 4 * LARGE;
    const id = Number.isNaN(x) || many || this.pointer.area ? null : this.surface.linkAt(x, y);
    this.stage.classList.toggle("pointing", id !== null);
    this.tip.show(id === null ? null : graph.getEdgeAttributes(id), x, y, this.root.clientWidth);
  }

  // -- acting

  private travel(way: "back" | "forward"): void {
    const { layout } = this.state.now;
    if (!this.state[way]()) {
      this.say(way === "back" ? "This is the first view" : "Nothing was taken back");
      return;
    }
    this.picture.place(this.state);
    this.changed();
    this.look(layout);
  }

  /** Another arrangement is seen whole; what was found is seen from where it was. */
  private look(before: LayoutName): void {
    const { layout } = this.state.now;
    if (layout === before) return;
    const camera = this.sigma.getCamera();
    if (before === "found") this.found = camera.getState();
    if (layout !== "found") this.fit(false);
    else if (this.found) camera.setState(this.found);
  }

  private moved(id: string): void {
    const { x, y } = this.picture.graph.getNodeAttributes(id);
    this.state.move(id, [x, y]);
    this.changed();
  }

  private arrange(layout: LayoutName): void {
    if (layout === this.state.now.layout) return;
    const { places } = arranged(layout, this.picture.placed(this.state), this.payload.platforms, String);
    if (layout === "time" && !places.size) {
      this.say("Nothing here has a time");
      this.toolbar.setLayout(this.state.now.layout);
      return;
    }
    const before = this.state.now.layout;
    this.state.arrange(layout, places);
    this.picture.place(this.state);
    this.changed();
    this.look(before);
  }

  private setArea(drawn: Drawn): void {
    this.pointer.area = drawn;
    this.toolbar.setArea(drawn);
    this.stage.classList.toggle("area", drawn !== null);
  }

  private fit(smooth = true): void {
    const { graph } = this.picture;
    const places = graph.filterNodes((id) => this.picture.nodeVisible(id, this.state)).map((id) => graph.getNodeAttributes(id));
    const { offsetLeft, offsetWidth, offsetTop } = this.legend.root;
    const legend = { right: offsetLeft + offsetWidth, top: offsetTop };
    this.camera.fit(places, { top: this.above() + this.heads(), bottom: this.below(), legend }, smooth);
  }

  private refit(view: string): void {
    if (view !== this.payload.view || !this.root.isConnected) return;
    this.place();
    if (this.camera.fits) this.fit(false);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.pointer.hush();
    const held = event.ctrlKey || event.metaKey;
    // a field has its own way back
    const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    if (event.target !== this.root && (!held || typing || event.key === "a")) return;
    const act = keyed(event, {
      ask: (what) => this.acting.ask(what),
      back: () => this.travel("back"),
      expand: () => this.acting.expand(),
      find: () => this.toolbar.focusSearch(),
      fit: () => this.fit(),
      fold: () => this.acting.fold("selected"),
      forward: () => this.travel("forward"),
      invert: () => this.acting.invert(),
      isolate: () => this.acting.isolate(),
      letGo: () => {
        this.setArea(null);
        this.acting.letGo();
      },
      link: (step) => this.acting.link(step),
      pan: (x, y) => this.camera.pan(x, y),
      remove: () => this.acting.remove(),
      selectAll: () => this.acting.selectAll(),
      step: (right, down) => {
        const { width, height } = this.sigma.getDimensions();
        this.acting.step([right, down], this.surface.points(), [width, height]);
      },
      zoom: (factor) => this.camera.zoom(factor),
    });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** A short line at the edge of the picture. */
  private say(text: string, milliseconds = 3_500): void {
    this.told.textContent = shown(text, 200);
    this.told.classList.toggle("on", text !== "");
    window.clearTimeout(this.quiet);
    this.quiet = window.setTimeout(() => this.told.classList.remove("on"), milliseconds);
  }
}
