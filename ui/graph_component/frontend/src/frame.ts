// The frame around places in the coordinates of the layout.

/** The frame of some places, in sigma's coordinates; never narrower than `least` points, so that one node is not a scale of 0. */
export function frameOf(places: Iterable<{ x: number; y: number }>, least = 320): { x: [number, number]; y: [number, number] } {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of places) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  if (left > right) return { x: [-200, 200], y: [-200, 200] };
  const grow = (from: number, to: number): [number, number] => {
    const missing = Math.max(0, least - (to - from)) / 2;
    return [from - missing, to + missing];
  };
  return { x: grow(left, right), y: grow(low, high) };
}

/** What of a window stands above the picture, as long as nothing was scrolled; pixels. */
const ABOVE = 250;
const LOWEST = 440;

/** The height of the picture: as wanted, or what a low window leaves. */
export function heightOf(wanted: number): number {
  return Math.min(wanted, Math.max(LOWEST, window.innerHeight - ABOVE));
}
