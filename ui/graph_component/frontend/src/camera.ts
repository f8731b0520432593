// Where the picture is seen from: zooming, panning, and fitting all of it into what the buttons and the legend leave free.

import type Sigma from "sigma";
import { fitted } from "./fit";
import { frameOf } from "./frame";
import type { EdgeItem, NodeItem } from "./picture";

/** The camera before zooming. */
const STILL = { cameraState: { x: 0.5, y: 0.5, ratio: 1, angle: 0 } };
/** A picture of few nodes fills the room; points of the layout. */
const NARROWEST = 150;
/** So many places tell where a picture lies. */
const ENOUGH = 1_500;

/** Pixels at the edges that are covered, and the corner of the legend. */
export interface Covered {
  top: number;
  bottom: number;
  legend: { right: number; top: number };
}

export class Camera {
  /** Pixels per point of the layout before zooming. */
  private scale = 1;
  /** Where the last fitting put it. */
  private goal = STILL.cameraState;

  constructor(private readonly sigma: Sigma<NodeItem, EdgeItem>) {}

  /** Called when the frame or the size of the canvas changed. */
  measure(): void {
    // by a camera of its own: sigma's last one is not brought up to date while there are no nodes
    const [from, to] = [0, 1].map((x) => this.sigma.graphToViewport({ x, y: 0 }, STILL));
    if (from && to) this.scale = Math.hypot(to.x - from.x, to.y - from.y);
  }

  /** How large a point of a node's radius is: near the layout's own scale, but legible from afar. */
  grain(ratio: number): number {
    return Math.min(1.7, Math.max(0.28, (this.scale / ratio) ** 0.8));
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.ratio * factor }, { duration: 120 });
  }

  pan(x: number, y: number): void {
    const camera = this.sigma.getCamera();
    camera.setState({ x: camera.x + x * 0.08 * camera.ratio, y: camera.y + y * 0.08 * camera.ratio });
  }

  /** Puts a node into the middle. */
  visit(id: string): void {
    const at = this.sigma.getNodeDisplayData(id);
    const camera = this.sigma.getCamera();
    if (at) void camera.animate({ x: at.x, y: at.y, ratio: Math.min(0.5, camera.ratio) }, { duration: 250 });
  }

  fit(places: readonly { x: number; y: number }[], { top, bottom, legend }: Covered, smooth: boolean): void {
    const { x, y } = frameOf(places, NARROWEST);
    const { width, height } = this.sigma.getDimensions();
    if (!width || !height) return;
    const low = this.sigma.graphToViewport({ x: x[0], y: y[0] }, STILL);
    const high = this.sigma.graphToViewport({ x: x[1], y: y[1] }, STILL);
    const points = places.slice(0, ENOUGH).map((place) => this.sigma.graphToViewport(place, STILL));
    const { ratio: wanted, x: atX, y: atY } = fitted(points, {
      // names stand beside their nodes
      free: { left: 40, right: width - 56, top: top + 16, bottom: height - bottom - 30 },
      taken: { right: legend.right + 14, top: legend.top - 14 },
      least: [Math.abs(high.x - low.x), Math.abs(high.y - low.y)],
    });
    const camera = this.sigma.getCamera();
    const ratio = camera.getBoundedRatio(wanted);
    const middle = this.sigma.viewportToFramedGraph(
      {
        x: (low.x + high.x) / 2 + ratio * (width / 2 - atX),
        y: (low.y + high.y) / 2 + ratio * (height / 2 - atY),
      },
      STILL,
    );
    this.goal = { x: middle.x, y: middle.y, ratio, angle: 0 };
    if (smooth) void camera.animate(this.goal, { duration: 200 });
    else camera.setState(this.goal);
  }

  /** Whether nobody has moved it since all was fitted. */
  get fits(): boolean {
    const { x, y, ratio } = this.sigma.getCamera();
    return x === this.goal.x && y === this.goal.y && ratio === this.goal.ratio;
  }
}
