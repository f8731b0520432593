// Which link is under the pointer, and what lies within a line. Sigma's own way costs a second drawing pass; a walk over the lines does not.

export interface Line {
  id: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Pixels beside the middle, as the line shader draws it (its y points up, ours down). */
  lane: number;
}

/** The nearest line within `reach` pixels of a point, all in screen pixels; null where there is none. */
export function nearest(lines: Iterable<Line>, x: number, y: number, reach = 6): string | null {
  let best: string | null = null;
  let least = reach * reach;
  for (const line of lines) {
    const far = Math.hypot(line.x2 - line.x1, line.y2 - line.y1) || 1;
    const ax = (line.x2 - line.x1) / far;
    const ay = (line.y2 - line.y1) / far;
    const px = x - line.x1 - ay * line.lane;
    const py = y - line.y1 + ax * line.lane;
    const along = Math.min(far, Math.max(0, px * ax + py * ay));
    const dx = px - ax * along;
    const dy = py - ay * along;
    const distance = dx * dx + dy * dy;
    if (distance < least) {
      least = distance;
      best = line.id;
    }
  }
  return best;
}

/** Whether a point lies within a line that is drawn around it; where the line crosses itself, what it goes round once. */
export function within(corners: readonly { x: number; y: number }[], x: number, y: number): boolean {
  let inside = false;
  corners.forEach((a, i) => {
    const b = corners[(i + corners.length - 1) % corners.length] ?? a;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  });
  return inside;
}
