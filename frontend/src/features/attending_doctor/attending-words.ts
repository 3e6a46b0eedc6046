import type {
  AttendingDoctorAbsence,
  AttendingDoctorEnd,
  AttendingDoctorMissing,
  AttendingDoctorNextStep,
  AttendingDoctorPartKind,
  AttendingDoctorRequest,
  AttendingDoctorSource,
  AttendingDoctorWaiting,
  Me,
} from "../../api";
import { duration, hour, millis, relativeDay } from "../../time";
import { AGE_BAND } from "../../words";

/** The French words of a search for an attending doctor. */

export const PART: Record<AttendingDoctorPartKind, string> = {
  long_term_illness: "ALD",
  from_80: "80 ans et plus",
  from_70: "70 à 79 ans",
  home_visit: "Visites seulement",
  social_cover: "C2S ou AME",
  pregnancy: "Grossesse",
  disability: "Handicap",
  recent_discharge: "Sortie récente",
  waiting: "Attente",
};

export const SOURCE: Record<AttendingDoctorSource, string> = {
  person: "La personne",
  carer: "Un proche",
  professional: "Un professionnel",
  pharmacist: "Une pharmacie",
  ward: "Un service hospitalier",
  support_service: "Le DAC",
  town_hall: "La mairie ou le CCAS",
  health_insurance: "La CPAM",
  coordination: "La coordination",
};

export const ABSENCE: Record<AttendingDoctorAbsence, string> = {
  doctor_retired: "Parti à la retraite",
  doctor_retires: "Part à la retraite",
  moved: "A déménagé",
  doctor_refused: "Un médecin a refusé",
  never_had: "N’en a jamais eu",
  other: "Autre",
};

export const MISSING: Record<AttendingDoctorMissing, string> = {
  consent: "l’accord de la personne",
  phone: "le téléphone",
  address: "l’adresse",
  former_doctor: "l’ancien médecin",
  other: "autre chose",
};

export const END: Record<AttendingDoctorEnd, string> = {
  doctor_found: "Médecin trouvé",
  found_elsewhere: "Trouvé ailleurs",
  request_withdrawn: "Ne cherche plus",
  opposition: "S’oppose à la recherche",
  deceased: "Décès",
  moved_away: "A quitté le territoire",
};

/**
 * How the reader may end a request. That a doctor has the person is for that doctor and the coordination to
 * say; whatever the person told somebody (they died, moved, oppose), for whoever follows them.
 */
export function endsFor(
  { professional }: Pick<AttendingDoctorRequest, "professional">,
  me: Pick<Me, "professional_id" | "scopes">,
): Record<AttendingDoctorEnd, string> {
  const { doctor_found: _, ...others } = END;
  const took = professional !== null && professional.id === me.professional_id;
  const says = took || me.scopes.includes("dispatch:manage");
  return professional !== null && says ? END : (others as typeof END);
}

/** "80 ans et +" in a narrow column. */
export function ageWords(band: AttendingDoctorWaiting["age_band"]): string {
  if (band === null) return "âge inconnu";
  if (band === "years_80_and_over") return "80 ans et +";
  return AGE_BAND[band].replace(/^adulte /, "");
}

/** "41 j". */
export function daysWords(days: number | null): string {
  return days === null ? "–" : `${days}\u00a0j`;
}

/** "41 jours". */
export function waitedWords(days: number): string {
  return days === 0 ? "aujourd’hui" : `${days} jour${days > 1 ? "s" : ""}`;
}

/** "reste 3 j". */
export function leftWords(dueAt: string | null, now: number): string {
  if (dueAt === null) return "attend sa réponse";
  const left = millis(dueAt) - now;
  return left > 0 ? `reste ${duration(left)}` : "délai passé";
}

/** What distinguishes a person on the list, without saying who they are. */
export function known(
  row: Pick<
    AttendingDoctorWaiting,
    "long_term_illness" | "home_visit" | "pregnancy" | "disability" | "recent_discharge"
  >,
): string[] {
  return [
    row.long_term_illness && "ALD",
    row.home_visit && "Visite",
    row.pregnancy && "Grossesse",
    row.disability && "Handicap",
    row.recent_discharge && "Sortie récente",
  ].filter((word) => word !== false);
}

/** What comes next on the list: "Dr Thévenin", "rappel demain". */
export function nextWords(next: AttendingDoctorNextStep, now: number): string {
  const { kind, at, professional_name: doctor } = next;
  const when = at ? relativeDay(at, now) : null;
  const soon = at && when === "aujourd’hui" ? hour(at) : when;
  switch (kind) {
    case "doctor":
      return doctor ?? "médecin suivant";
    case "after_level":
      return next.after_level === "medium" ? "après les moyennes" : "après les hautes";
    case "no_place":
      return "plus de place";
    case "reminder":
      return `rappel ${soon ?? ""}`.trim();
    case "lapse":
      return `${soon ?? "ensuite"}, médecin suivant`;
    case "cpam":
      return "CPAM proposée";
    case "contact":
      return "à rappeler";
    case "qualify":
      return "à vérifier";
    case "complete":
      return "attend un complément";
    case "still_looking":
      return "cherche encore\u00a0?";
    case "cpam_answer":
      return "la CPAM répond";
    case "appointment":
      return at ? `rendez-vous ${when}` : "premier rendez-vous";
    case "declaration":
      return "déclaration";
    case "declaration_late":
      return "pas de déclaration";
    case "closing":
      return `close ${soon ?? "ensuite"}`;
    case "nothing":
      return "";
  }
}

/** "80 ans et plus · Fort", above the panel and the page. */
export function personWords(
  request: Pick<AttendingDoctorRequest, "age_band" | "sector" | "commune_name">,
): string {
  const age = request.age_band && AGE_BAND[request.age_band].replace(/^adulte /, "");
  return [age ?? "Âge inconnu", request.sector ?? request.commune_name].filter(Boolean).join(" · ");
}
