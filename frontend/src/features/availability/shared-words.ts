import type { Opening, SharedTime, SharedTimeEffect } from "../../api";
import { wallHour } from "../../time";

/** What two openings of the same hours at one place do to each other. */
const EFFECT: Record<SharedTimeEffect, string> = {
  same_minute_once: "une heure prise dans l’une n’est plus libre dans l’autre.",
  range_and_slots:
    "chaque rendez-vous pris retire une place sans rendez-vous, et une place prise ferme les créneaux de toute la plage.",
  two_ranges: "une place prise dans l’une en retire une dans l’autre.",
};

/** `9:00 à 12:00, sans rendez-vous`. */
function hours({ from_time, to_time, kind }: SharedTime): string {
  const words = `${wallHour(from_time)} à ${wallHour(to_time)}`;
  return kind === "range" ? `${words}, sans rendez-vous` : words;
}

/** One sentence for each effect, with the hours of the openings that it is about. */
export function sharedWords({ shares_time_with }: Pick<Opening, "shares_time_with">): string[] {
  const others = shares_time_with ?? [];
  return [...new Set(others.map(({ effect }) => effect))].map((effect) => {
    const those = others.filter((other) => other.effect === effect).map(hours);
    return `Avec ${those.join(" et ")}\u00a0: ${EFFECT[effect]}`;
  });
}

/** The same in a few words, beside what was done; null when it shares nothing. */
export function sharedShort({
  shares_time_with,
}: Pick<Opening, "shares_time_with">): string | null {
  const [first] = shares_time_with ?? [];
  return first ? `temps partagé avec ${hours(first)}` : null;
}
