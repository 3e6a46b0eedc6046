/**
 * Is somebody there? A page that refreshes by itself must not keep a session awake: only what follows
 * a gesture of the person counts as activity.
 */

const GESTURES = ["pointerdown", "keydown", "wheel", "touchmove"] as const;
const STILL_ACTING_MS = 8_000;

let lastGesture = Date.now();
for (const gesture of GESTURES) {
  window.addEventListener(
    gesture,
    () => {
      lastGesture = Date.now();
    },
    { passive: true, capture: true },
  );
}

/** Has the person done nothing lately, so that what is read now is read by the page alone? */
export function readsByItself(): boolean {
  return Date.now() - lastGesture > STILL_ACTING_MS;
}
