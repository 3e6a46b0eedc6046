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

/**
 * Acts once somebody is before the page: at once when their last gesture is recent, else at the next one.
 * Gives what takes that back.
 */
export function onceAttended(act: () => void): () => void {
  const there = () => document.visibilityState === "visible";
  if (there() && !readsByItself()) {
    act();
    return () => undefined;
  }
  const stop = () => {
    for (const gesture of GESTURES) window.removeEventListener(gesture, heard);
  };
  const heard = () => {
    if (!there()) return;
    stop();
    act();
  };
  for (const gesture of GESTURES) window.addEventListener(gesture, heard, { passive: true });
  return stop;
}

/** Has the person done nothing lately, so that what is read now is read by the page alone? */
export function readsByItself(): boolean {
  return Date.now() - lastGesture > STILL_ACTING_MS;
}
