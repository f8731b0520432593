// Going through the picture by keys: from a node to the next one in a direction, and through its links one by one.

import type { Picture } from "./picture";
import type { Selection } from "./selection";

/** How much further away it is to the side than straight ahead. */
const ASIDE = 2;

/** The id of the nearest point within 45° of a direction, of [id, x, y]; null where nothing lies there. */
export function ahead(
  points: Iterable<readonly [id: string, x: number, y: number]>,
  [fromX, fromY]: readonly [number, number],
  [right, down]: readonly [number, number],
): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const [id, x, y] of points) {
    const along = (x - fromX) * right + (y - fromY) * down;
    const aside = Math.abs((x - fromX) * down - (y - fromY) * right);
    if (along <= 0 || aside > along) continue;
    const far = along + ASIDE * aside;
    if (far < least) [best, least] = [id, far];
  }
  return best;
}

export class Walk {
  private node: string | null = null;
  private link: string | null = null;

  constructor(
    private readonly picture: Picture,
    private readonly selection: Selection,
    private readonly visible: (link: string) => boolean,
  ) {}

  /** The node that is selected, or from which its link was reached; null where neither is. */
  get at(): string | null {
    const only = this.selection.only();
    if (!only || only.kind === "node") return only?.id ?? null;
    return only.id === this.link ? this.node : this.picture.graph.source(only.id);
  }

  /** The next link of that node, or the last one with a step of -1, and which of how many; null without links. */
  next(step: number): { link: string; number: number; count: number } | null {
    const node = this.at;
    if (node === null) return null;
    const links = this.picture.graph.edges(node).filter(this.visible);
    if (!links.length) return null;
    const now = links.indexOf(this.selection.edgeIds[0] ?? "");
    const i = now < 0 ? (step > 0 ? 0 : links.length - 1) : (now + step + links.length) % links.length;
    const link = links[i] ?? "";
    [this.node, this.link] = [node, link];
    return { link, number: i + 1, count: links.length };
  }
}
