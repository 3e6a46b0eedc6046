import type {
  AttendingDoctorListCheck,
  AttendingDoctorListFault,
  AttendingDoctorListField,
  AttendingDoctorListProblem,
} from "../../../api";
import { count } from "../../../figures";
import type { Done } from "./list";

export const FIELD: Record<AttendingDoctorListField, string> = {
  family_name: "Nom",
  given_name: "Prénom",
  birth_date: "Date de naissance",
  sex: "Sexe",
  phone: "Téléphone",
  email: "Adresse e-mail",
  commune_insee: "Code INSEE de la commune",
  address_line: "Adresse",
  long_term_illness: "ALD",
  home_visit: "Visites à domicile",
  social_cover: "C2S ou AME",
  pregnancy: "Grossesse",
  disability: "Handicap",
  household_without_doctor: "Personnes du foyer",
  former_doctor: "Ancien médecin",
  informed_on: "Jour du courrier",
  opposed: "Opposition",
};

/** What to do with a line. */
export const FAULT: Record<AttendingDoctorListFault, string> = {
  unreadable: "La ligne ne se lit pas\u00a0: un guillemet seul, ou une cellule de trop.",
  formula: "Retirez le signe du début (= + - @).",
  missing: "À remplir.",
  too_long: "Trop long\u00a0: raccourcissez.",
  not_a_name: "Écrivez en lettres.",
  not_a_day: "Écrivez comme 12/03/1941.",
  day_to_come: "Ce jour est à venir.",
  too_old: "Plus de 120 ans\u00a0: vérifiez l’année.",
  under_16: "Moins de 16 ans\u00a0: suivi pédiatrique, sans déclaration.",
  not_a_commune: "Écrivez le code INSEE, comme 94081.",
  outside_territory: "Commune hors du territoire\u00a0: une autre CPTS.",
  not_a_phone: "Numéro à vérifier, dix chiffres.",
  not_an_email: "Adresse à vérifier.",
  not_a_sex: "Écrivez F ou M.",
  not_yes_or_no: "Écrivez oui ou non.",
  not_a_number: "Écrivez un nombre de 1 à 12.",
  social_security_number: "Retirez le numéro de sécurité sociale.",
  opposed: "La personne s’y oppose\u00a0: ne la saisissez pas.",
  repeated: "La même personne est plus haut dans la liste.",
};

/** Why nothing of a file could be read, and what to do. */
export const PROBLEM: Record<AttendingDoctorListProblem, string> = {
  empty: "Ce fichier est vide.",
  workbook:
    "C’est un classeur Excel. Enregistrez-le au format CSV (séparateur point-virgule), puis déposez-le.",
  encoding: "Les accents de ce fichier ne se lisent pas. Enregistrez-le en CSV UTF-8.",
  header: "La première ligne ne se lit pas\u00a0: un guillemet n’est pas refermé.",
  columns: "Il manque des colonnes.",
  too_many_lines: "Plus de 20 000 lignes. Coupez la liste en plusieurs fichiers.",
};

/** What the button does: a list of oppositions alone enters nobody. */
export function enterWord({ ready, opposed }: AttendingDoctorListCheck): string {
  if (ready === 0) {
    return opposed === 1
      ? "Prendre en compte 1 opposition"
      : `Prendre en compte ${count(opposed)} oppositions`;
  }
  return ready === 1 ? "Saisir 1 personne" : `Saisir ${count(ready)} personnes`;
}

/** What becomes of those whose line says so. */
export function opposedWord(opposed: number): string {
  const who = opposed === 1 ? "1 personne s’oppose" : `${count(opposed)} personnes s’opposent`;
  return `${who}\u00a0: une recherche en cours s’arrête, et l’identité est effacée.`;
}

/** What was done with the list. */
export function doneWord({ imported, known, stopped }: Done): string {
  const said = [imported === 1 ? "1 personne saisie." : `${count(imported)} personnes saisies.`];
  if (known > 0) {
    said.push(known === 1 ? "1 était déjà connue." : `${count(known)} étaient déjà connues.`);
  }
  if (stopped > 0) {
    said.push(
      stopped === 1
        ? "1 recherche arrêtée\u00a0: la personne s’y oppose."
        : `${count(stopped)} recherches arrêtées\u00a0: ces personnes s’y opposent.`,
    );
  }
  return said.join(" ");
}
