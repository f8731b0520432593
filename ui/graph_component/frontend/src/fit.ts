// Where a picture goes and how large: as large as the frame allows, with no node under the legend.

export interface Point {
  x: number;
  y: number;
}

export interface Frame {
  /** Pixels that may be used. */
  free: { left: number; right: number; top: number; bottom: number };
  /** The corner at the lower left that the legend covers: up to `right`, from `top` on. */
  taken: { right: number; top: number };
  /** Width and height of the picture at ratio 1. */
  least: [number, number];
}

const STEPS = 14;
const PLACES = [0.5, 1, 0.75, 0.25, 0];

/** The camera's ratio, and the pixel on which the middle of the points belongs; points are given at ratio 1. */
export function fitted(points: readonly Point[], { free, taken, least: [across, high] }: Frame): { ratio: number } & Point {
  const width = Math.max(50, free.right - free.left);
  const height = Math.max(50, free.bottom - free.top);
  const beside = Math.max(50, free.right - Math.max(free.left, taken.right));
  const smallest = Math.max(across / width, high / height);
  const largest = Math.max(smallest, across / beside, high / height);
  const middle = centre(points);
  for (let step = 0; step < STEPS; step++) {
    const ratio = smallest + ((largest - smallest) * step) / STEPS;
    const spare = { x: Math.max(0, width - across / ratio), y: Math.max(0, height - high / ratio) };
    for (const right of PLACES) {
      for (const up of PLACES) {
        const x = free.left + across / ratio / 2 + spare.x * right;
        const y = free.bottom - high / ratio / 2 - spare.y * up;
        const under = points.some(
          (point) => x + (point.x - middle.x) / ratio < taken.right && y + (point.y - middle.y) / ratio > taken.top,
        );
        if (!under) return { ratio, x, y };
      }
    }
  }
  return { ratio: largest, x: (Math.max(free.left, taken.right) + free.right) / 2, y: (free.top + free.bottom) / 2 };
}

function centre(points: readonly Point[]): Point {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  return { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
}
