import type { RotaCopy, RotaGap, RotaLeftOutCause, RotaShift } from "../../api";
import { addDays, day, dayKey, hour, instantAt, millis } from "../../time";

const DAYS = 7;
const MORNING = "08:00";
const EVENING = "20:00";

type Span = { starts_at: string; ends_at: string };

/** A day or a night of the week: who is on, and what is missing. */
export type Band = Span & {
  key: string;
  title: "Jour" | "Nuit";
  shifts: RotaShift[];
  gaps: RotaGap[];
};

export type RotaDay = { day: string; bands: [Band, Band] };

function meets(one: Span, other: Span): boolean {
  return (
    millis(one.starts_at) < millis(other.ends_at) && millis(other.starts_at) < millis(one.ends_at)
  );
}

function within(gap: RotaGap, band: Span): RotaGap {
  const starts = millis(gap.starts_at) <= millis(band.starts_at) ? band.starts_at : gap.starts_at;
  const ends = millis(gap.ends_at) >= millis(band.ends_at) ? band.ends_at : gap.ends_at;
  return { ...gap, starts_at: starts, ends_at: ends };
}

/** The seven days from a Monday, each with its day (8:00 to 20:00) and its night. */
export function daysOf(monday: string, shifts: RotaShift[], gaps: RotaGap[]): RotaDay[] {
  return Array.from({ length: DAYS }, (_, ahead): RotaDay => {
    const today = addDays(monday, ahead);
    const [morning, evening] = [instantAt(today, MORNING), instantAt(today, EVENING)];
    const band = (title: Band["title"], starts_at: string, ends_at: string): Band => {
      const span = { starts_at, ends_at };
      return {
        ...span,
        key: `${today}-${title}`,
        title,
        shifts: shifts.filter((shift) => meets(shift, span)),
        gaps: gaps.filter((gap) => meets(gap, span)).map((gap) => within(gap, span)),
      };
    };
    return {
      day: today,
      bands: [
        band("Jour", morning, evening),
        band("Nuit", evening, instantAt(addDays(today, 1), MORNING)),
      ],
    };
  });
}

/** Whether something fills a band, or reaches beyond it on both sides. */
function fills(one: Span, band: Span): boolean {
  return (
    millis(one.starts_at) <= millis(band.starts_at) && millis(one.ends_at) >= millis(band.ends_at)
  );
}

/** The hours of a shift or a gap inside a band; null when it fills it: "dès 14:00", "8:00 – 14:00". */
export function hoursIn(one: Span, band: Span): string | null {
  if (fills(one, band)) return null;
  const begins = millis(one.starts_at) > millis(band.starts_at);
  const ends = millis(one.ends_at) < millis(band.ends_at);
  if (begins && ends) return `${hour(one.starts_at)} – ${hour(one.ends_at)}`;
  return begins ? `dès ${hour(one.starts_at)}` : `jusqu’à ${hour(one.ends_at)}`;
}

/** "Personne", "Il manque 2 personnes": what a gap says where somebody else is on. */
export function gapWord(gap: RotaGap, band: Band): string {
  const alone = band.shifts.every((shift) => !meets(shift, gap));
  if (alone && gap.missing === 1) return "Personne";
  return gap.missing === 1 ? "Il manque 1 personne" : `Il manque ${gap.missing} personnes`;
}

/** "mer. 2, 20:00 – jeu. 3, 8:00", "mer. 2, 8:00 – 20:00". */
export function spanWords({ starts_at, ends_at }: Span): string {
  const end = dayKey(starts_at) === dayKey(ends_at) ? "" : `${day(ends_at)}, `;
  return `${day(starts_at)}, ${hour(starts_at)} – ${end}${hour(ends_at)}`;
}

/** Why a shift should be looked at again; null when all is well. */
export function shiftFault(shift: RotaShift): string | null {
  if (shift.away) return "Absence à ce moment";
  if (shift.lacks.includes("not_volunteering")) return "N’est plus volontaire";
  return shift.lacks.length > 0 ? "Dossier incomplet" : null;
}

const LEFT_OUT: Record<RotaLeftOutCause, string> = {
  past: "c’est passé",
  already_there: "y est déjà",
  away: "absence à ce moment",
  not_volunteering: "n’est plus volontaire",
};

/** What became of a copied week: "3 astreintes copiées." and each that was left out, with why. */
export function copyWords({ shifts, left_out }: RotaCopy): { done: string; left: string[] } {
  const many = shifts.length > 1;
  const done =
    shifts.length === 0
      ? "Rien n’a été copié."
      : `${shifts.length} ${many ? "astreintes copiées" : "astreinte copiée"}.`;
  return {
    done: left_out.length === 0 && shifts.length === 0 ? "Rien à copier." : done,
    left: left_out.map(
      ({ professional, starts_at, cause }) =>
        `${professional.name}, ${day(starts_at)} à ${hour(starts_at)}\u00a0: ${LEFT_OUT[cause]}`,
    ),
  };
}
