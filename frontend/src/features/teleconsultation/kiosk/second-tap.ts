import { type MouseEvent, useRef } from "react";

/**
 * A finger that trembles touches twice. The second touch falls on the next screen, where it would answer a
 * question that nobody read, be it the consent: it counts only on the screen of the first.
 */

/** Where and when something was touched, and on which screen. In pixels and milliseconds. */
export type Tap = { x: number; y: number; at: number; screen: string };

const WITHIN_MS = 500;
const WITHIN_PX = 60;

/** Whether a touch is the echo of the one before, on a screen that came in between. Pure. */
export function isEcho(before: Tap | null, tap: Tap): boolean {
  return (
    before !== null &&
    before.screen !== tap.screen &&
    tap.at - before.at < WITHIN_MS &&
    Math.hypot(tap.x - before.x, tap.y - before.y) < WITHIN_PX
  );
}

/**
 * Lets no echo of a touch through. What a keyboard presses is none, having no place on the screen; a letter or
 * a digit too many is seen, and taken away.
 *
 * @returns to be heard before what is touched, with the screen that is shown
 */
export function useNoEcho(): (event: MouseEvent, screen: string) => void {
  const before = useRef<Tap | null>(null);
  return (event, screen) => {
    if (event.detail === 0) return;
    const typed = event.target instanceof Element && event.target.closest("[data-keys]") !== null;
    const tap = { x: event.clientX, y: event.clientY, at: event.timeStamp, screen };
    if (!typed && isEcho(before.current, tap)) {
      event.preventDefault();
      event.stopPropagation();
      // A third touch is an echo, too: the first one keeps its screen.
      before.current = { ...tap, screen: before.current?.screen ?? screen };
    } else {
      before.current = tap;
    }
  };
}
