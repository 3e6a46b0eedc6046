import { useEffect, useRef, useState } from "react";
import { serverNow } from "../../clock";
import { millis } from "../../time";
import { type Held, useHold, useRelease } from "./regulation";

/**
 * One time at once that is kept for me. Whoever takes another, gives it back or leaves the page lets it
 * go; so does an answer that comes when it is no longer wanted.
 */
export function useKept() {
  const hold = useHold();
  const { mutate: letGo } = useRelease();
  const [held, setHeld] = useState<Held | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const wanted = useRef<{ slotId: string } | null>(null);
  const mine = useRef<Held | null>(null);

  function drop() {
    if (mine.current) letGo(mine.current.id);
    wanted.current = mine.current = null;
  }

  function take(slotId: string) {
    const stands = mine.current !== null && millis(mine.current.expires_at) > serverNow();
    if (wanted.current?.slotId === slotId && stands) return;
    drop();
    setHeld(null);
    const asked = { slotId };
    wanted.current = asked;
    hold.mutateAsync(slotId).then(
      (found) => {
        if (wanted.current !== asked) return letGo(found.id);
        mine.current = found;
        setHeld(found);
        setSince(serverNow());
      },
      () => undefined, // said by `problem`
    );
  }

  const leaving = useRef(drop);
  leaving.current = drop;
  useEffect(() => () => leaving.current(), []);

  return {
    held,
    /** Since when, as the server counts. */
    since,
    problem: hold.error,
    take,
    giveBack() {
      drop();
      setHeld(null);
      hold.reset();
    },
    /** It has become an appointment. */
    spent() {
      wanted.current = mine.current = null;
      setHeld(null);
    },
  };
}
