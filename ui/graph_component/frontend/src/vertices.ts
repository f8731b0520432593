// Things that a program draws as a rectangle, with vertices of their own.
// Instances would need less room, but without a graphics card they are drawn one after the other, and that takes long.

/** Two triangles: bit 0 tells left from right, bit 1 below from above. */
export const CORNERS = [0, 1, 2, 2, 1, 3] as const;

/** Gives each corner a copy of the vertex at `start`, with its number in the last of the `items` numbers. */
export function spread(array: Float32Array, start: number, items: number): void {
  CORNERS.forEach((corner, i) => {
    const at = start + i * items;
    if (i) array.copyWithin(at, start, start + items - 1);
    array[at + items - 1] = corner;
  });
}
