import type { Share } from "../../api";
import { type Shape, StatusShape } from "../../ui/StatusShape";
import { useShare } from "./offers";
import classes from "./WeekShare.module.css";

const MOST_DOTS = 20;

/** One sign for each request taken, for each left to others, and for what may still come before the cap. */
export function dots({ accepted, declined, lapsed, weekly_cap }: Share): Shape[] {
  const left = declined + lapsed;
  const toCome = Math.max(0, weekly_cap - accepted - left);
  const all: [Shape, number][] = [
    ["done", accepted],
    ["off", left],
    ["draft", toCome],
  ];
  return all.flatMap(([shape, times]) => Array<Shape>(times).fill(shape)).slice(0, MOST_DOTS);
}

export function sentence({ accepted, asked, slots, weekly_cap }: Share): string {
  const asks =
    asked + accepted === 0
      ? "Pas encore sollicité"
      : `${accepted} ${accepted > 1 ? "acceptées" : "acceptée"} sur ${asked}`;
  const bySlots = slots > 0 && `${slots} par créneau`;
  return [asks, bySlots, `plafond ${weekly_cap}`].filter(Boolean).join(", ");
}

/** What one gave this week beside one's cap: a fact, not a score. */
export function WeekShare() {
  const { data } = useShare();
  if (!data) return null;
  return (
    <section className={classes.root} aria-labelledby="votre-semaine">
      <div className={classes.line}>
        <h2 id="votre-semaine">Votre semaine</h2>
        <p>{sentence(data)}</p>
      </div>
      <div className={classes.dots} aria-hidden="true">
        {dots(data).map((shape, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: signs of the same shape are all alike.
          <StatusShape key={index} shape={shape} size={20} />
        ))}
      </div>
    </section>
  );
}
