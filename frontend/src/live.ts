/** How often a page that is looked at reads again what others may have changed. */
export const LIVE_MS = 12_000;

/**
 * To spread into the options of a query that others change: read again every twelve seconds while the
 * page is visible, and at once when it becomes so. What was read stays on screen meanwhile.
 */
export const live = {
  refetchInterval: LIVE_MS,
  refetchIntervalInBackground: false,
  refetchOnWindowFocus: "always",
} as const;
