import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { browser } from "./browser";
import { setTold } from "./polling";
import { type Heard, share } from "./share";
import { concerned } from "./topics";

/** One act changes several things at once: they are read again together. */
const GATHER_MS = 60;

type Change = Extract<Heard, { kind: "change" }>;

/** Reads again what changed, soon. A page that nobody looks at does so when it is looked at. */
function reader(queries: QueryClient) {
  let changes: Change[] = [];
  let everything = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function read() {
    timer = undefined;
    const predicate = concerned(everything ? null : changes);
    changes = [];
    everything = false;
    const refetchType = document.visibilityState === "visible" ? "active" : "none";
    void queries.invalidateQueries({ predicate, refetchType });
  }
  return {
    hear(heard: Heard) {
      if (heard.kind === "up" || heard.kind === "down") setTold(heard.kind === "up");
      if (heard.kind === "up") return;
      if (heard.kind === "change") changes.push(heard);
      else everything = true; // without the stream, this read is the first of those that go on by themselves
      timer ??= setTimeout(read, GATHER_MS);
    },
    stop() {
      clearTimeout(timer);
      setTold(false);
    },
  };
}

/**
 * Keeps the page fresh from the stream that the tabs of this browser share.
 *
 * @param who the person and the community; null while there is nothing to listen to
 */
export function useLive(who: string | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (who === null || typeof EventSource === "undefined") return;
    const { hear, stop } = reader(queries);
    const leave = share(browser(`maillage-live:${who}`), hear);
    return () => {
      leave();
      stop();
    };
  }, [who, queries]);
}
