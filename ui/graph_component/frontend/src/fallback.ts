// A browser without WebGL: Python sends a page of its own, shown in a frame that may not touch ours.

import type { Payload } from "./payload";
import { element } from "./text";

export function hasWebGL(): boolean {
  const canvas = document.createElement("canvas");
  try {
    const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
    // browsers allow few contexts at a time
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

export class Fallback {
  /** When a page was last put into the frame, in the time of ours. */
  drawnAt = 0;
  private page: string | null = null;
  private readonly frame = element("iframe", "snapshot");

  constructor(private readonly root: HTMLElement) {
    const notice = element(
      "div",
      "notice",
      "This browser has no WebGL, so the picture is a simpler one: it can be moved and zoomed. Choose a node or link beside it for its receipts and neighbours.",
    );
    // scripts may run inside, but as nobody: without allow-same-origin the frame has no access to this page
    this.frame.setAttribute("sandbox", "allow-scripts");
    this.frame.referrerPolicy = "no-referrer";
    this.frame.title = "Graph";
    this.root.append(notice, this.frame);
  }

  update(payload: Payload): void {
    this.root.style.height = "auto";
    this.frame.style.height = `${payload.height}px`;
    if (payload.fallback !== null && payload.fallback !== this.page) {
      this.page = payload.fallback;
      this.frame.srcdoc = payload.fallback;
      this.drawnAt = performance.now();
    }
    this.root.dataset["nodes"] = String(payload.nodes.id.length);
    this.root.dataset["revision"] = String(payload.revision);
  }
}
