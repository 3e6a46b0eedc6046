import type {
  CategoryWithoutPractice,
  Certifier,
  CertifierCategory,
  CertifierFact,
  CertifierLack,
} from "../../api";
import { numericDate } from "../../time";
import type { Shape } from "../../ui/StatusShape";

export const CATEGORY: Record<CertifierCategory, string> = {
  active_doctor: "Médecin en activité",
  retired_doctor: "Médecin retraité",
  third_cycle_student: "Étudiant de 3e cycle",
  padhue: "Praticien à diplôme étranger",
  nurse: "Infirmier diplômé d’État",
};

/** The categories of those who need no place of practice. */
export const WITHOUT_PRACTICE: CategoryWithoutPractice[] = [
  "retired_doctor",
  "third_cycle_student",
  "padhue",
];

/** What lacks, as the coordination reads it. */
export const LACK: Record<CertifierLack, string> = {
  not_volunteering: "n’est pas volontaire",
  left: "n’exerce plus selon le répertoire",
  category: "qualité inconnue",
  diploma: "date du diplôme à vérifier",
  diploma_recent: "diplôme de moins de trois ans",
  training: "formation à vérifier",
  order_list: "liste de l’Ordre à vérifier",
  order_list_old: "liste de l’Ordre à revérifier",
};

export const FACT: Record<CertifierFact, string> = {
  category: "Qualité",
  diploma: "Diplôme",
  training: "Formation",
  order_list: "Liste de l’Ordre",
};

/** "Médecin en activité, selon le répertoire national", "Qualité inconnue". */
export function categoryWords({ category, from_national_file }: Certifier): string {
  if (category === null) return "Qualité inconnue";
  return from_national_file ? `${CATEGORY[category]}, selon le répertoire` : CATEGORY[category];
}

/** Whether somebody may certify, in a drawing and a sentence. */
export function standing({ lacks, order_list_until }: Certifier): { shape: Shape; word: string } {
  if (lacks.length === 0) {
    const until =
      order_list_until &&
      ` Liste de l’Ordre à revérifier après le ${numericDate(order_list_until)}.`;
    return { shape: "agreed", word: `En ordre.${until ?? ""}` };
  }
  const shape = lacks.every((lack) => lack === "not_volunteering") ? "off" : "soon";
  const words = lacks.map((lack) => LACK[lack]).join(", ");
  return { shape, word: `${words.charAt(0).toUpperCase()}${words.slice(1)}.` };
}

/** The categories that somebody may have: a nurse is a nurse, a doctor any other. */
export function categoriesOf({ professional }: Certifier): CertifierCategory[] {
  const all = Object.keys(CATEGORY) as CertifierCategory[];
  return all.filter((one) => (one === "nurse") === (professional.profession_code === "60"));
}

/** "vérifié par Inès Carpentier le 24/11/2026"; null when nobody checked it. */
export function checkWords({ checks }: Certifier, fact: CertifierFact): string | null {
  const found = checks.find((check) => check.fact === fact);
  return found ? `Vérifié par ${found.checked_by} le ${numericDate(found.checked_on)}.` : null;
}
