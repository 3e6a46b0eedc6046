import { useSyncExternalStore } from "react";

/**
 * Acts that can be taken back: they wait in the page for eight seconds, then go. One at a time: a
 * second one sends the first. Leaving the page sends at once, so that nothing is forgotten.
 */

export const UNDO_MS = 8_000;

export type Undoable = {
  /** What is said meanwhile: "Déclinée, partie au réseau". */
  sentence: string;
  /** Sends. `leaving`: the page is going away, the request must outlive it (`keepalive`). */
  commit: (leaving: boolean) => void;
  /** Puts the screen back as it was. */
  revert?: () => void;
};

let waiting: Undoable | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(next: Undoable | null): void {
  waiting = next;
  clearTimeout(timer);
  if (next) {
    timer = setTimeout(() => settle(false), UNDO_MS);
    document.addEventListener("visibilitychange", onHidden);
    window.addEventListener("pagehide", onLeave);
  } else {
    document.removeEventListener("visibilitychange", onHidden);
    window.removeEventListener("pagehide", onLeave);
  }
  for (const listener of listeners) listener();
}

function settle(leaving: boolean): void {
  const current = waiting;
  if (!current) return;
  become(null);
  current.commit(leaving);
}

function onLeave(): void {
  settle(true);
}

// A phone may end a hidden page without any other notice.
function onHidden(): void {
  if (document.visibilityState === "hidden") settle(true);
}

/** Lets an act wait for eight seconds, with "Annuler" on screen. */
export function undoable(act: Undoable): void {
  settle(false);
  become(act);
}

/** Sends the waiting act now: its session is about to close, or what it changed is changed again. */
export function sendNow(): void {
  settle(false);
}

/** Takes the waiting act back: it is never sent. */
export function undo(): void {
  const current = waiting;
  if (!current) return;
  become(null);
  current.revert?.();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The act that can still be taken back, if any. */
export function useUndoable(): Undoable | null {
  return useSyncExternalStore(subscribe, () => waiting);
}
