/** How far around a commune one may look, in kilometres. */
export const RADII = [1, 3, 5, 10, 20, 50] as const;
