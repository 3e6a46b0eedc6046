import type { UnscheduledCareRequest } from "../../../api";
import {
  appointmentTime,
  daysBetween,
  hour,
  type Instant,
  longDay,
  millis,
  relativeHour,
} from "../../../time";
import type { ThreadEntry } from "../../../ui/Thread";
import { CARE_MODE } from "../../../words";

type Taken = Pick<UnscheduledCareRequest, "state" | "appointment" | "clock" | "actions">;

const ONE_TAP = "Puis un appui\u00a0: venu, ou non venu";

/** `Mercredi 9:20, au cabinet`. */
function meeting(appointment: NonNullable<Taken["appointment"]>, now: Instant): string {
  const { starts_at, mode } = appointment;
  const days = daysBetween(now, starts_at);
  const long = days === 0 ? "aujourd’hui" : longDay(starts_at);
  const of = days >= 0 && days < 7 ? (long.split(" ")[0] ?? long) : long;
  const where = CARE_MODE[mode].toLocaleLowerCase("fr");
  return `${of.charAt(0).toLocaleUpperCase("fr")}${of.slice(1)} ${hour(starts_at)}, ${where}`;
}

function confirmationWord(clock: Taken["clock"], now: Instant): string | null {
  if (clock?.kind !== "confirmation") return null;
  const due = relativeHour(clock.due_at, now);
  return millis(clock.due_at) > millis(now)
    ? `Avant ${due}, sinon la coordination est prévenue`
    : `La coordination est prévenue depuis ${due}`;
}

/** "La suite", for the professional who took the request. */
export function nextSteps(
  { state, appointment, clock, actions }: Taken,
  now: Instant,
): ThreadEntry[] {
  if (state === "slot_held") {
    return [
      {
        key: "call",
        phase: "now",
        title: appointment
          ? `Appelez pour confirmer ${appointmentTime(appointment.starts_at, now)}`
          : "Appelez pour convenir d’une heure",
        detail: confirmationWord(clock, now),
      },
      {
        key: "meeting",
        phase: "next",
        title: appointment ? meeting(appointment, now) : "Le rendez-vous",
        detail: ONE_TAP,
      },
    ];
  }
  const confirmed: ThreadEntry = {
    key: "confirmed",
    phase: "past",
    shape: "agreed",
    title: "Heure confirmée avec la personne",
  };
  if (!appointment) return [confirmed];
  const come = actions.includes("record_outcome");
  return [
    confirmed,
    {
      key: "meeting",
      phase: "now",
      title: meeting(appointment, now),
      detail: come ? "La personne est-elle venue\u00a0?" : ONE_TAP,
    },
  ];
}
