import { useSyncExternalStore } from "react";

let spoken = "";
const listeners = new Set<() => void>();

/** Says one sentence to screen readers, politely, without moving anything on screen. */
export function announce(sentence: string): void {
  spoken = sentence;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The one polite live region of the page. Mounted once, at the root. */
export function Announcements() {
  const sentence = useSyncExternalStore(subscribe, () => spoken);
  return (
    <div className="visually-hidden" aria-live="polite" role="status">
      {sentence}
    </div>
  );
}
