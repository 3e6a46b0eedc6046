import type {
  Accessibility,
  Confirmation,
  DirectoryFact,
  FactCheck,
  NewPatientsLapse,
  Skill,
  SpokenLanguage,
} from "../../api";
import { monthAndYear, numericDate } from "../../time";
import type { Shape } from "../../ui/StatusShape";

export const LANGUAGE: Record<SpokenLanguage, string> = {
  fr: "français",
  en: "anglais",
  ar: "arabe",
  ber: "berbère",
  es: "espagnol",
  pt: "portugais",
  it: "italien",
  de: "allemand",
  nl: "néerlandais",
  pl: "polonais",
  ro: "roumain",
  ru: "russe",
  uk: "ukrainien",
  tr: "turc",
  ku: "kurde",
  fa: "persan",
  ps: "pachto",
  hy: "arménien",
  sq: "albanais",
  zh: "chinois",
  vi: "vietnamien",
  km: "khmer",
  ta: "tamoul",
  hi: "hindi",
  ur: "ourdou",
  bn: "bengali",
  pa: "pendjabi",
  so: "somali",
  am: "amharique",
  wo: "wolof",
  ff: "peul",
  bm: "bambara",
  snk: "soninké",
  ln: "lingala",
  mg: "malgache",
  ht: "créole haïtien",
  fsl: "langue des signes",
};

export const SKILL: Record<Skill, string> = {
  minor_surgery: "Petite chirurgie",
  stitches: "Sutures",
  intrauterine_device: "Pose de stérilet",
  contraceptive_implant: "Pose d’implant",
  ultrasound: "Échographie",
  electrocardiogram: "Électrocardiogramme",
  spirometry: "Spirométrie",
  dermoscopy: "Dermoscopie",
  joint_injection: "Infiltrations",
  wound_care: "Plaies complexes",
  vaccination: "Vaccinations",
  smoking_cessation: "Arrêt du tabac",
  addiction: "Addictions",
  palliative_care: "Soins palliatifs",
  child_follow_up: "Suivi de l’enfant",
  pregnancy_follow_up: "Suivi de grossesse",
  therapeutic_education: "Éducation thérapeutique",
};

export const ACCESSIBILITY: Record<Accessibility, string> = {
  step_free: "Accès de plain-pied",
  lift: "Ascenseur",
  adapted_parking: "Place de stationnement adaptée",
  adapted_toilets: "Toilettes adaptées",
  hearing_loop: "Boucle magnétique",
  tactile_guidance: "Guidage au sol",
};

const FACT: Record<DirectoryFact, string> = {
  identity: "Identité",
  volunteering: "Volontariats",
  new_patients: "Nouveaux patients",
  home_visits: "Visites à domicile",
  sectors: "Secteurs de visite",
  languages: "Langues",
  skills: "Savoir-faire",
  address: "Adresse",
  phone: "Téléphone",
  hours: "Horaires",
  accessibility: "Accessibilité",
};

/** `vérifié le 03/11/2026`, `répertoire national du 02/11/2026`, `jamais vérifié`. */
export function checkWords({ checked_on, checked_by }: FactCheck): string {
  if (checked_on === null) return "jamais vérifié";
  const day = numericDate(checked_on);
  return checked_by === "national_file"
    ? `répertoire national du ${day}`
    : `vérifié par la personne le ${day}`;
}

/** One line for the facts that the same source said on the same day: `Adresse, téléphone : …`. */
export function checkLines(checks: FactCheck[]): string[] {
  const facts = new Map<string, string[]>();
  for (const check of checks) {
    const words = checkWords(check);
    facts.set(words, [...(facts.get(words) ?? []), FACT[check.fact]]);
  }
  return [...facts].map(([words, [first = "", ...others]]) => {
    const named = [first, ...others.map((fact) => fact.toLowerCase())].join(", ");
    return `${named}\u00a0: ${words}`;
  });
}

/** Whether the page may be relied on: "Fiche confirmée le 03/11/2026", "Non confirmée depuis mars 2026". */
export function confirmationWords({ state, confirmed_on, due_on }: Confirmation): {
  shape: Shape;
  words: string;
} {
  if (state === "unverified") {
    return {
      shape: "miss",
      words: confirmed_on ? unconfirmedWords(confirmed_on) : "Jamais confirmée par la personne",
    };
  }
  if (confirmed_on === null) return { shape: "wait", words: "Fiche pas encore confirmée" };
  const confirmed = `Fiche confirmée le ${numericDate(confirmed_on)}`;
  return state === "due"
    ? { shape: "wait", words: `${confirmed}, redemandée depuis le ${numericDate(due_on)}` }
    : { shape: "agreed", words: `${confirmed}, prochaine demande le ${numericDate(due_on)}` };
}

/** `Non confirmée depuis mars 2026`: of a page that its owner left unanswered for too long. */
export function unconfirmedWords(since: string): string {
  return `Non confirmée depuis ${monthAndYear(since)}`;
}

/** `Oui`, `Non`, `À confirmer : oui jusqu’au 12/10/2026`; null when nobody said. */
export function newPatientsWords(
  accepts: boolean | null,
  lapse: NewPatientsLapse | null,
): string | null {
  if (lapse) return `À confirmer\u00a0: oui, jusqu’au ${numericDate(lapse.lapsed_on)}`;
  if (accepts === null) return null;
  return accepts ? "Oui" : "Non";
}
