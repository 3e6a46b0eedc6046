import type { AttendingDoctorAbsence, AttendingDoctorFormEnd } from "../../../api";
import type { FieldName, Flag } from "./form";

/** What is asked when it was left out, under the field. */
export const ASK = {
  filed_by: "Dites pour qui vous remplissez ce formulaire.",
  carer_name: "Écrivez votre nom.",
  carer_link: "Dites qui vous êtes pour cette personne.",
  family_name: "Écrivez le nom.",
  given_name: "Écrivez le prénom.",
  sex: "Choisissez.",
  phone: "Écrivez un numéro où la coordination peut appeler.",
  commune_insee: "Choisissez la commune.",
  declared: "Dites s’il y a un médecin traitant aujourd’hui.",
  retires_on: "Écrivez son dernier jour, comme 12/03/2027.",
  absence_reason: "Choisissez une raison.",
  consent: "Sans votre accord, rien ne peut être envoyé.",
} as const satisfies Partial<Record<FieldName, string>>;

/** Why there is no doctor, as the person says it. */
export const ABSENCE: { value: AttendingDoctorAbsence; label: string }[] = [
  { value: "doctor_retired", label: "Parti à la retraite" },
  { value: "moved", label: "Déménagement" },
  { value: "doctor_refused", label: "Aucun n’accepte" },
  { value: "never_had", label: "Jamais eu" },
  { value: "other", label: "Autre raison" },
];

/** What makes a request come before others; all may be left out. */
export const FLAGS: { value: Flag; label: string; carer: string }[] = [
  {
    value: "long_term_illness",
    label: "Je suis en ALD (affection de longue durée)",
    carer: "En ALD (affection de longue durée)",
  },
  {
    value: "home_visit",
    label: "Je ne peux pas me déplacer jusqu’à un cabinet",
    carer: "Ne peut pas se déplacer jusqu’à un cabinet",
  },
  { value: "wheelchair", label: "Je me déplace en fauteuil", carer: "Se déplace en fauteuil" },
  {
    value: "disability",
    label: "Je suis en situation de handicap",
    carer: "En situation de handicap",
  },
  { value: "pregnancy", label: "Je suis enceinte", carer: "Enceinte" },
  {
    value: "social_cover",
    label: "J’ai la C2S ou l’AME",
    carer: "A la C2S ou l’AME",
  },
];

/** How one takes a request back. */
export const ENDS: { value: AttendingDoctorFormEnd; label: string }[] = [
  { value: "found_elsewhere", label: "J’ai trouvé un médecin traitant" },
  { value: "request_withdrawn", label: "Je ne cherche plus" },
  { value: "opposition", label: "Je m’oppose\u00a0: effacez mes données maintenant" },
];

/** What is said once it is taken back. */
export const ENDED: Record<AttendingDoctorFormEnd, string> = {
  found_elsewhere: "Votre demande est fermée. Plus personne ne sera sollicité pour vous.",
  request_withdrawn: "Votre demande est fermée. Plus personne ne sera sollicité pour vous.",
  opposition: "Votre demande est fermée, et vos nom, adresse et téléphone sont effacés.",
};
