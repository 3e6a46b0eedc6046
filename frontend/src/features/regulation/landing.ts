import type { AvailabilityList } from "../../api";
import { choiceOf } from "./DayCell";
import type { Chosen } from "./Lines";

/**
 * The time that an address of the platform leads to, when it is free. Two openings may give the same hour, which is
 * one line here: the hour of that professional is meant then, under the name of the other opening.
 */
export function ledTo(
  list: AvailabilityList | undefined,
  slotId: string,
  professionalId: string | null,
): Chosen | null {
  const times = (list?.items ?? []).flatMap((entry) =>
    entry.days.flatMap(({ slots, ranges }) =>
      [...slots, ...ranges].map((time) => ({ entry, choice: choiceOf(time) })),
    ),
  );
  const start = slotId.slice(Math.max(0, slotId.indexOf("_")));
  return (
    times.find(({ choice }) => choice.slotId === slotId) ??
    times.find(
      ({ entry, choice }) =>
        entry.professional.id === professionalId && choice.slotId.endsWith(start),
    ) ??
    null
  );
}
