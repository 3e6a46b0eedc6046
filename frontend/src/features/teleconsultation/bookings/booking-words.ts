import type {
  AdultTie,
  AttendingDoctorStatus,
  Me,
  Teleconsultation,
  TeleconsultationAction,
  TeleconsultationCancellationReason,
  TeleconsultationConsent,
  TeleconsultationFollowUp,
  TeleconsultationKiosk,
  TeleconsultationOrigin,
  TeleconsultationRedirect,
  TeleconsultationSolution,
  TerritorialException,
} from "../../../api";
import { duration, hour, type Instant, millis, relativeHour } from "../../../time";

/** The French words of a booking of teleconsultation. */

export const ACTION: Record<TeleconsultationAction, string> = {
  check_in: "Arrivée",
  start: "Commencer",
  finish: "Terminer",
  tick_report: "Compte rendu envoyé",
  interrupt: "Vidéo coupée",
  record_no_show: "Non venue",
  release: "Libérer l’heure",
  confirm_by_phone: "Appelée, elle vient",
  record_consent: "Noter l’accord",
  move: "Changer l’heure",
  cancel: "Annuler",
  close: "Orienter",
};

export const FOLLOW_UP: Record<TeleconsultationFollowUp, string> = {
  rescheduled: "Reprendre à une autre heure",
  face_to_face: "Voir un médecin en personne",
  the_15: "Appeler le 15",
};

export const CANCELLATION: Record<TeleconsultationCancellationReason, string> = {
  person_better: "La personne va mieux",
  found_elsewhere: "Une solution a été trouvée ailleurs",
  person_unreachable: "La personne est injoignable",
  doctor_unavailable: "Le médecin ne peut plus",
  site_unavailable: "Le lieu ne peut plus",
  mistake: "Réservée par erreur",
  other: "Autre, sans détail",
};

export const SOLUTION: Record<TeleconsultationSolution, string> = {
  face_to_face: "Un médecin en personne",
  out_of_hours: "Le SAMI",
  the_15: "Le 15",
};

export const REDIRECT: Record<TeleconsultationRedirect, string> = {
  the_15: "Appelez le 15",
  face_to_face: "À voir en personne",
};

export const EXCEPTION: Record<TerritorialException, string> = {
  none: "Aucune",
  no_attending_doctor: "Sans médecin traitant",
  priority_zone: "Zone prioritaire (ZIP)",
  sas: "Adressée par le SAS",
  urgent: "Urgence",
  under_16: "Moins de 16 ans",
};

export const ORIGIN: Record<TeleconsultationOrigin, string> = {
  kiosk: "à la borne",
  site: "au lieu",
  professional: "par un professionnel",
  coordination: "par la coordination",
};

export const TIE: Record<AdultTie, string> = {
  parent: "père ou mère",
  guardian: "tuteur",
  family: "famille",
  school: "école",
  other: "autre adulte",
};

export const ATTENDING_STATUS: Record<AttendingDoctorStatus, string> = {
  known: "connu",
  none: "aucun",
  unknown: "inconnu",
};

/** Whether who signed in is a doctor, or acts for one (TRE_G15). */
export function isDoctor({ profession_code }: Pick<Me, "profession_code">): boolean {
  return profession_code === "10";
}

/** Late, and until when the time is kept: "En retard de 6 min, gardée jusqu’à 11:15". */
export function lateWord(
  {
    is_late,
    starts_at,
    kept_until,
  }: Pick<Teleconsultation, "is_late" | "starts_at" | "kept_until">,
  now: Instant,
): string | null {
  if (!is_late || starts_at === null) return null;
  const late = `En retard de ${duration(Math.max(0, millis(now) - millis(starts_at)))}`;
  return kept_until ? `${late}, gardée jusqu’à ${hour(kept_until)}` : late;
}

/** By whom and when: "Vidéo et données, par la personne, noté par Anne Rivoal à 10:52". */
export function consentWord(consent: TeleconsultationConsent, now: Instant): string {
  const to = [consent.video && "vidéo", consent.data && "données"].filter(Boolean).join(" et ");
  const who = consent.by === "guardian" ? "l’autorité parentale" : "la personne";
  const said = to ? `${to.charAt(0).toLocaleUpperCase("fr")}${to.slice(1)}` : "Refusé";
  return `${said}, par ${who}, noté par ${consent.recorded_by}, ${relativeHour(consent.at, now)}`;
}

/** What stops a call that is about to begin; null when nothing does. */
export function missingWord({
  consent,
  confirm_by_phone,
  confirmed_by_phone_at,
  state,
}: Teleconsultation): string | null {
  if (state !== "confirmed" && state !== "checked_in") return null;
  if (confirm_by_phone && !confirmed_by_phone_at)
    return "À appeler avant\u00a0: deux absences récentes";
  return consent?.video ? null : "Accord pour la vidéo à noter";
}

export type Group = { title: string; items: Teleconsultation[] };

const GROUPS: [title: string, holds: (booking: Teleconsultation) => boolean][] = [
  [
    "Sur place",
    ({ state }) => state === "checked_in" || state === "in_progress" || state === "interrupted",
  ],
  ["En retard", ({ is_late, state }) => is_late && state === "confirmed"],
  [
    "On cherche un médecin",
    ({ state }) =>
      ["requested", "usual_doctor_asked", "network_asked", "nobody_found"].includes(state),
  ],
  ["À venir", ({ state }) => state === "confirmed"],
  ["Compte rendu à envoyer", ({ actions }) => actions.includes("tick_report")],
  ["Passées", () => true],
];

/** The waiting room: each booking once, in the first group that wants it; empty groups are gone. */
export function grouped(bookings: readonly Teleconsultation[]): Group[] {
  const found: Group[] = GROUPS.map(([title]) => ({ title, items: [] }));
  for (const booking of bookings) {
    found[GROUPS.findIndex(([, holds]) => holds(booking))]?.items.push(booking);
  }
  return found.filter(({ items }) => items.length > 0);
}

/** "Muette depuis 12 min", "Horloge en avance de 4 min". */
export function kioskWord(kiosk: TeleconsultationKiosk, now: Instant): string {
  if (kiosk.is_silent && kiosk.silent_since) {
    return `Muette depuis ${duration(Math.max(0, millis(now) - millis(kiosk.silent_since)))}`;
  }
  if (kiosk.clock_is_wrong) {
    const side = kiosk.skew_seconds > 0 ? "en avance" : "en retard";
    return `Horloge ${side} de ${duration(Math.abs(kiosk.skew_seconds) * 1000)}`;
  }
  return kiosk.last_heartbeat_at
    ? `Vue ${relativeHour(kiosk.last_heartbeat_at, now)}`
    : "Jamais vue";
}
