import { useSyncExternalStore } from "react";
import { serverNow } from "./clock";

/** `idle`: by itself, nobody did anything. `ended`: by somebody, in another place. */
export type SessionEnd = "idle" | "ended" | "unknown";

/** What the last calls, and the device, taught about the connection and the session. */
export type Connection = {
  /** The device says that it has no network. */
  offline: boolean;
  /** The server's instant of its last answer, when calls have failed since; null while they do not. */
  silentSince: number | null;
  /** Why the server no longer knows the session that this page works in; null while it does. */
  sessionEnded: SessionEnd | null;
  /** The session no longer acts for the professional for whom this page was opened. */
  actingOver: boolean;
};

let lastAnswer = serverNow();
let connection: Connection = {
  offline: !navigator.onLine,
  silentSince: navigator.onLine ? null : lastAnswer,
  sessionEnded: null,
  actingOver: false,
};
const listeners = new Set<() => void>();

function become(change: Partial<Connection>): void {
  connection = { ...connection, ...change };
  for (const listener of listeners) listener();
}

window.addEventListener("offline", () => become({ offline: true, silentSince: lastAnswer }));
window.addEventListener("online", () => become({ offline: false }));

/** The server answered, whatever it said. */
export function answered(): void {
  lastAnswer = serverNow();
  if (connection.silentSince !== null) become({ silentSince: null });
}

/** A call did not reach the server, or found nobody behind its gateway. */
export function unanswered(): void {
  if (connection.silentSince === null) become({ silentSince: lastAnswer });
}

/** The session is over, and why; or open again (null). The first reason stands: later calls know less. */
export function setSessionEnded(ended: SessionEnd | null): void {
  const known = connection.sessionEnded;
  if (known !== ended && (known === null || ended === null)) become({ sessionEnded: ended });
}

/** The page is of a professional for whom the session acts no more (true), or again (false). */
export function setActingOver(over: boolean): void {
  if (connection.actingOver !== over) become({ actingOver: over });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state of the connection: told again when it is lost, comes back, or the session ends. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}
