import { IconClockPlay, IconClockStop } from "@tabler/icons-react";
import type { Agenda } from "../../api";
import { useServerNow } from "../../clock";
import { millis, minuteOfDay, wallHour } from "../../time";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import classes from "./DayList.module.css";
import { refusedWord, useFreeUntil, usualEnd } from "./free-until";

const LATEST = 23 * 60;
const SOON_MS = 15 * 60_000;

type FreeNowProps = Pick<Agenda, "occurrences" | "free_now">;

/** « Libre jusqu’à 17:00 », in one tap, while nothing of one's own is open now; then how to stop it. */
export function FreeNow({ occurrences, free_now }: FreeNowProps) {
  const now = useServerNow();
  const { open, free, stop, stopping, error } = useFreeUntil(free_now);
  const minute = minuteOfDay(now);
  const until = usualEnd(minute);
  const running = occurrences.some(
    ({ starts_at, ends_at }) => millis(starts_at) <= now + SOON_MS && now < millis(ends_at),
  );
  if (!free_now && (running || minute > LATEST)) return null;
  return (
    <div className={classes.free}>
      {free_now ? (
        <Button
          wide
          icon={<IconClockStop size={18} stroke={1.75} aria-hidden="true" />}
          busy={stopping && "Envoi…"}
          onClick={() => stop(free_now)}
        >
          Libre jusqu’à {wallHour(free_now.to_time)}, arrêter
        </Button>
      ) : (
        <Button
          variant="tint"
          wide
          icon={<IconClockPlay size={18} stroke={1.75} aria-hidden="true" />}
          busy={open.isPending && "Envoi…"}
          onClick={() => free(until)}
        >
          Libre jusqu’à {wallHour(until)}
        </Button>
      )}
      {error && (
        <Note tone="crit" alert>
          {refusedWord(error)}
        </Note>
      )}
    </div>
  );
}
