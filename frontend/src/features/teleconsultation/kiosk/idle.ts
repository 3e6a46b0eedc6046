import { useEffect, useRef, useState } from "react";

/** How long nobody may touch the screen, and how long they are then asked whether they are there. In seconds. */
export type Patience = { quiet: number; asked: number };

/** While answering: 60 s, then 20 s (components.md §20). */
export const ANSWERING: Patience = { quiet: 60, asked: 20 };
/** While waiting for a doctor, with nothing on screen that says who one is. */
export const WAITING: Patience = { quiet: 600, asked: 20 };
/** At the end, and where one is told to speak to the team. */
export const ENDING: Patience = { quiet: 20, asked: 10 };

const TOUCHES = ["pointerdown", "keydown"] as const;

/** Seconds left before everything is erased, once one is asked; null before. Pure. */
export function secondsLeft(quietMs: number, { quiet, asked }: Patience): number | null {
  const left = Math.ceil(quiet + asked - quietMs / 1000);
  return left > asked ? null : Math.max(0, left);
}

/**
 * Watches whether somebody is there.
 *
 * @param patience null: nothing to erase
 * @param onGone called once when nobody was
 * @returns the seconds left once one must ask, else null; and what says that one is there
 */
export function useIdle(
  patience: Patience | null,
  onGone: () => void,
): [number | null, () => void] {
  const last = useRef(Date.now());
  const gone = useRef(onGone);
  gone.current = onGone;
  const [left, setLeft] = useState<number | null>(null);

  useEffect(() => {
    last.current = Date.now();
    setLeft(null);
    if (patience === null) return;
    const touched = () => {
      // Once one is asked, only the answer counts: a child leaning on the glass is none.
      if (secondsLeft(Date.now() - last.current, patience) === null) last.current = Date.now();
    };
    for (const touch of TOUCHES) window.addEventListener(touch, touched);
    const timer = setInterval(() => {
      const now = secondsLeft(Date.now() - last.current, patience);
      setLeft(now);
      if (now === 0) {
        last.current = Date.now();
        gone.current();
      }
    }, 500);
    return () => {
      clearInterval(timer);
      for (const touch of TOUCHES) window.removeEventListener(touch, touched);
    };
  }, [patience]);

  const stay = () => {
    last.current = Date.now();
    setLeft(null);
  };
  return [left, stay];
}
