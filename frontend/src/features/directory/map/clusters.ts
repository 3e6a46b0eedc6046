/** Points that would lie over each other at one zoom, put together. Pure. */

/** A point with where it is on the screen, in pixels from any corner. */
export type Pixel<P> = { point: P; x: number; y: number };

/**
 * The points in groups: each is with the first one kept that is nearer than `apart` pixels, in the order
 * given. A point that nothing touches is a group of one.
 */
export function clusters<P>(points: Pixel<P>[], apart: number): P[][] {
  const kept: { x: number; y: number; points: P[] }[] = [];
  for (const { point, x, y } of points) {
    const near = kept.find((one) => Math.hypot(one.x - x, one.y - y) < apart);
    if (near) near.points.push(point);
    else kept.push({ x, y, points: [point] });
  }
  return kept.map((one) => one.points);
}
