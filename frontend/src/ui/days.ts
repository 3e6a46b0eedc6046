/** The days under which hours are written, in order: 1 = Monday … 8 = public holidays. */
export const DAYS = [
  "lundi",
  "mardi",
  "mercredi",
  "jeudi",
  "vendredi",
  "samedi",
  "dimanche",
  "jours fériés",
] as const;
