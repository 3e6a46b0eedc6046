import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { markThreadRead, type TimelineEntry } from "../../api";
import { onceAttended } from "../../attention";

/** Messages that come on screen together are said to be read together. */
const GATHER_MS = 250;
const MOST_OF_IT = 0.6;
/** What the answers to these reads say changes when messages are read. */
const READS = new Set(["listTimeline", "listUnreadThreads", "listNotifications"]);

type ThreadReaderProps = {
  caseId: string;
  /** The messages that were not read yet, oldest first, and where each stands on the page. */
  unread: readonly TimelineEntry[];
  placeOf: (entry: TimelineEntry) => string;
};

/**
 * Says to the server up to where the thread was read: the last message of which most has come on screen,
 * once somebody is before the page. What cannot be said is said when the thread is looked at again.
 */
export function ThreadReader({ caseId, unread, placeOf }: ThreadReaderProps) {
  const queries = useQueryClient();
  const entries = useRef(unread);
  entries.current = unread;
  const place = useRef(placeOf);
  const waiting = unread.map(({ id }) => id).join(" ");
  useEffect(() => {
    if (waiting === "" || typeof IntersectionObserver === "undefined") return;
    let last = -1;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop: (() => void) | undefined;
    async function say() {
      const upTo = entries.current[last]?.id;
      if (upTo === undefined) return;
      const { error } = await markThreadRead({
        path: { case_id: caseId },
        headers: { "Idempotency-Key": crypto.randomUUID() },
        body: { up_to: upTo },
      });
      if (error) return;
      void queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          READS.has((queryKey[0] as { _id?: string } | undefined)?._id ?? ""),
      });
    }
    const places = entries.current.map((entry) => document.getElementById(place.current(entry)));
    const watch = new IntersectionObserver(
      (found) => {
        const seen = found.filter(({ isIntersecting }) => isIntersecting);
        const furthest = Math.max(-1, ...seen.map(({ target }) => places.indexOf(target as never)));
        if (furthest <= last) return;
        last = furthest;
        clearTimeout(timer);
        timer = setTimeout(() => {
          stop?.();
          stop = onceAttended(() => void say());
        }, GATHER_MS);
      },
      { threshold: MOST_OF_IT },
    );
    for (const one of places) if (one) watch.observe(one);
    return () => {
      clearTimeout(timer);
      stop?.();
      watch.disconnect();
    };
  }, [caseId, queries, waiting]);
  return null;
}
