// When the picture is drawn anew for another selection. With ten thousand nodes a frame takes longer than the way to
// Python and back: the message goes first, and the frame waits until the answer had time to come.

import type Sigma from "sigma";
import type { EdgeItem, NodeItem } from "./picture";

/** Milliseconds of a frame from which it waits. */
const SLOW = 60;
/** Milliseconds that receipts usually take, and neighbours, which draw everything anew themselves. */
const ANSWER = 450;
const NEIGHBOURS = 3_000;

export class Brightening {
  private waiting = 0;
  private begun = 0;
  private took = 0;

  constructor(private readonly sigma: Sigma<NodeItem, EdgeItem>) {
    sigma.on("beforeProcess", () => {
      this.begun = performance.now();
    });
    sigma.on("afterRender", () => {
      if (this.begun) this.took = performance.now() - this.begun;
      this.begun = 0;
    });
  }

  /** Behind what was told in the queue, in any case. */
  soon(): void {
    this.wait(this.took > SLOW ? ANSWER : 0);
  }

  /** Neighbours were asked for: where a frame waits, it waits for them. */
  yield(): void {
    if (this.waiting && this.took > SLOW) this.wait(NEIGHBOURS);
  }

  /** Everything is drawn anew. */
  done(): void {
    window.clearTimeout(this.waiting);
    this.waiting = 0;
  }

  private wait(milliseconds: number): void {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      this.waiting = 0;
      this.sigma.refresh({ schedule: true });
    }, milliseconds);
  }
}
