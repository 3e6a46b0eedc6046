import type { PersonIdentity } from "../../api";
import { numericDate } from "../../time";
import { ageWord } from "./identity";

const GROWN_UP = 18;

function noun({ sex, age_years }: PersonIdentity): string {
  if (age_years !== null && age_years < GROWN_UP) return sex === "female" ? "Fille" : "Garçon";
  return sex === "female" ? "Femme" : "Homme";
}

/** `Garçon, 5 ans, né le 08/02/2021`. */
export function describe(identity: PersonIdentity): string {
  const { age_years: years, birth_date, sex } = identity;
  const age =
    years === null
      ? ageWord(identity)
      : years < 1
        ? "moins d’un an"
        : `${years}\u00a0${years > 1 ? "ans" : "an"}`;
  const born = birth_date && `${sex === "female" ? "née" : "né"} le ${numericDate(birth_date)}`;
  return [noun(identity), age, born].filter(Boolean).join(", ");
}
