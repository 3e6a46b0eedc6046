import type {
  AgeBand,
  AttendingDoctorContact,
  AttendingDoctorLevel,
  CancellationReason,
  CareMode,
  Case,
  CaseAction,
  CaseKind,
  ClosureReason,
  DeathPlaceKind,
  DeathProfession,
  DeclineReason,
  LoadPeriod,
  MemberReach,
  Mobility,
  Need,
  OrganisationKind,
  RedFlag,
  RequestOrigin,
  Role,
  Sex,
  SkipReason,
  SlotAudience,
  Solution,
  Urgency,
  WaveAudience,
} from "./api";

export * from "./statuses";

/**
 * The French words of every enum of the contract, in one exhaustive map each: a value without its
 * word does not compile. No component writes a status in its own words.
 */

export const CASE_KIND: Record<CaseKind, string> = {
  unscheduled_care: "Soins non programmés",
  death_certification: "Constatation de décès",
  attending_doctor: "Recherche de médecin traitant",
  second_opinion: "Demande d’avis",
  hospital_discharge: "Sortie d’hôpital",
  teleconsultation: "Téléconsultation",
};

export const CASE_ACTION: Record<CaseAction, string> = {
  assign: "Attribuer",
  relaunch: "Relancer",
  widen: "Élargir",
  pause: "Mettre en pause",
  resume: "Reprendre",
  confirm: "C’est confirmé",
  withdraw: "Je ne peux plus",
  record_outcome: "Venu, ou non venu",
  complete: "Compléter",
  cancel: "Annuler la demande",
  close: "Clore",
  call: "Appeler",
  await_earlier: "Prévenir si plus tôt",
  follow: "Suivre",
  message: "Écrire sur le fil",
  depart: "En route",
  arrive: "Sur place",
  certify: "Certificat fait",
  report_obstacle: "Obstacle médico-légal",
  hand_to_doctor: "Passer à un médecin",
  hand_to_samu: "Passer au SAMU",
  close_elsewhere: "Réglée autrement",
  mark_duplicate: "C’est un doublon",
  undo_duplicate: "Ce n’est pas un doublon",
  share_with_family: "Prévenir la famille",
  correct: "Corriger",
  qualify: "Vérifier",
  propose: "Proposer à un médecin",
  record_contact: "Noter un appel",
  escalate: "Passer à la CPAM",
  renew: "Cherche toujours",
  set_first_appointment: "Premier rendez-vous",
  declare: "Déclaration faite",
  answer_opinion: "Rendre l’avis",
  ask_detail: "Demander une précision",
  give_detail: "Répondre à la question",
  offer_time: "Donner un rendez-vous",
  confirm_reading: "J’ai lu la réponse",
  postpone: "Changer la date",
  confirm_discharge: "Confirmer la sortie",
  record_departure: "La personne est rentrée",
  check_home: "Vérifier au domicile",
  hand_over: "Orienter",
  note_call: "Service appelé",
  settle: "Trouvé par téléphone",
  drop: "Retirer ce besoin",
  keep_date: "Je viens toujours",
  add_need: "Ajouter un besoin",
  give_visit_time: "Dire le jour et l’heure",
};

export const NEED: Record<Need, string> = {
  ear_nose_throat: "ORL",
  dermatology: "Dermatologie",
  minor_trauma: "Traumatologie mineure",
  urinary: "Urinaire",
  digestive: "Digestif",
  paediatrics: "Pédiatrie",
  prescription_renewal: "Renouvellement",
  sick_note: "Arrêt de travail",
  other: "Autre besoin",
};

/** The same on the chips of a form, where the list itself says that they are needs. */
export const NEED_SHORT: Record<Need, string> = {
  ...NEED,
  dermatology: "Dermato",
  minor_trauma: "Traumato légère",
  sick_note: "Arrêt",
  other: "Autre",
};

/** Who it is, as a band: nobody is recognised by it. */
export const AGE_BAND: Record<AgeBand, string> = {
  under_3_months: "bébé de moins de 3 mois",
  months_3_11: "bébé de 3 à 11 mois",
  months_12_23: "nourrisson de 12 à 23 mois",
  years_2_3: "enfant de 2 à 3 ans",
  years_4_6: "enfant de 4 à 6 ans",
  years_7_11: "enfant de 7 à 11 ans",
  years_12_15: "12–15 ans",
  years_16_19: "16–19 ans",
  years_20_29: "adulte 20–29 ans",
  years_30_39: "adulte 30–39 ans",
  years_40_49: "adulte 40–49 ans",
  years_50_59: "adulte 50–59 ans",
  years_60_69: "adulte 60–69 ans",
  years_70_79: "70–79 ans",
  years_80_and_over: "80 ans et plus",
};

export const URGENCY: Record<Urgency, string> = {
  same_day: "Aujourd’hui",
  within_24_hours: "Sous 24 h",
  within_48_hours: "Sous 48 h",
};

export const MOBILITY: Record<Mobility, string> = {
  can_travel: "Se déplace",
  home_visit: "Visite à domicile",
};

export const CARE_MODE: Record<CareMode, string> = {
  office: "Au cabinet",
  home_visit: "À domicile",
  video: "Vidéo",
};

/** Who sees the free slots of an opening (TRE_R314), as a tag says it. */
export const SLOT_AUDIENCE: Record<SlotAudience, string> = {
  snp: "SAS",
  cpts: "CPTS",
  pro: "Pros",
  public: "Public",
};

export const CLOSURE_REASON: Record<ClosureReason, string> = {
  leave: "Congé",
  training: "Formation",
  illness: "Maladie",
  other: "Autre, sans détail",
};

export const SEX: Record<Sex, string> = { female: "F", male: "M" };

export const REQUEST_ORIGIN: Record<RequestOrigin, string> = {
  sas: "SAS",
  unscheduled_care_centre: "CAMI",
  pharmacist: "pharmacie",
  nurse: "infirmière",
  doctor: "médecin",
  other_professional: "professionnel",
  coordinator: "coordination",
  organisation: "structure",
  person: "la personne ou un proche",
  health_insurance: "CPAM",
};

export const DECLINE_REASON: Record<DeclineReason, string> = {
  no_room: "Pas de place dans le délai",
  outside_skills: "Hors de ma compétence",
  too_far: "Trop loin",
  absent: "Absence",
  other: "Autre, sans détail",
  patient_list_full: "Patientèle complète",
  sector: "Hors de mon secteur",
  home_visits_impossible: "Visites impossibles",
};

/** Over which weeks one counts. */
export const LOAD_PERIOD: Record<LoadPeriod, string> = {
  week: "Cette semaine",
  four_weeks: "4 semaines",
  twelve_weeks: "12 semaines",
};

/** Whether a member can be asked now. */
export const MEMBER_REACH: Record<MemberReach, string> = {
  reachable: "Joignable",
  quiet: "Heures calmes",
  absent: "Absence",
  over_cap: "Plafond atteint",
};

/** Why someone was not asked. */
export const SKIP_REASON: Record<SkipReason, string> = {
  not_member: "hors de la CPTS",
  absent: "absent",
  quiet: "heures calmes",
  over_cap: "plafond de la semaine atteint",
  not_volunteer: "pas volontaire",
  already_contacted: "déjà appelé",
  declined_before: "a déjà décliné",
  no_place: "plus de place ce mois",
  out_of_sector: "hors de son secteur",
  no_home_visits: "pas de visites",
  unknown: "inconnu",
};

export const RED_FLAG: Record<RedFlag, string> = {
  chest_pain: "Douleur dans la poitrine",
  breathing_difficulty: "Difficulté à respirer",
  stroke_signs: "Paralysie, parole difficile, confusion soudaine",
  loss_of_consciousness: "Perte de connaissance, convulsions",
  heavy_bleeding: "Saignement abondant",
  suicidal_thoughts: "Idées suicidaires",
  young_infant_fever: "Bébé de moins de 3 mois avec fièvre",
};

export const ROLE: Record<Role, string> = {
  professional: "Professionnel",
  delegate: "Secrétariat",
  coordinator: "Coordination",
  requester: "Structure qui demande",
  kiosk: "Borne",
  regulator: "Régulation",
  admin: "Administration",
  auditor: "Audit",
};

export const ORGANISATION_KIND: Record<OrganisationKind, string> = {
  practice_group: "Cabinet",
  health_house: "Maison de santé",
  health_centre: "Centre de santé",
  pharmacy: "Pharmacie",
  nursing_home: "EHPAD",
  town_hall: "Mairie",
  police: "Police",
  hospital_ward: "Service hospitalier",
  out_of_hours: "SAMI",
  unscheduled_care_centre: "CAMI",
  support_service: "DAC",
  dispatch_centre: "Régulation",
  other: "Structure",
};

/** Said wherever an hour is later than what was asked. */
export const AFTER_WISH = "après le délai souhaité";

/** Whom a wave asks. */
export const WAVE_AUDIENCE: Record<WaveAudience, string> = {
  first_resort: "le médecin traitant",
  near: "le réseau proche",
  network: "toute la CPTS",
  rota: "l’astreinte",
  in_turn: "le médecin suivant",
};

export const ATTENDING_CONTACT: Record<AttendingDoctorContact, string> = {
  not_called: "Pas encore appelé",
  called_unavailable: "Appelé, indisponible",
  called_no_answer: "Appelé, sans réponse",
};

export const CANCELLATION_REASON: Record<CancellationReason, string> = {
  person_better: "La personne va mieux",
  found_elsewhere: "Une solution a été trouvée ailleurs",
  person_unreachable: "La personne est injoignable",
  mistake: "Demande faite par erreur",
  other: "Autre, sans détail",
};

/** Where the person was directed when nobody could take the request. */
export const SOLUTION: Record<Solution, string> = {
  out_of_hours: "SAMI",
  unscheduled_care_centre: "CAMI",
  sas: "SAS, par le 15",
  teleconsultation: "Téléconsultation",
  emergency_department: "Urgences, sur avis médical",
  found_elsewhere: "Une solution trouvée ailleurs",
};

/** A request by its need and age band: "ORL · enfant de 4 à 6 ans". Never a name. */
export function requestTitle(need: Need | null, age: AgeBand | null): string {
  const words = [need && NEED[need], age && AGE_BAND[age]].filter(Boolean);
  // The point stays with what is before it when the line breaks.
  return words.length === 0 ? "Demande de soins" : words.join("\u00a0· ");
}

/** The priority of who looks for an attending doctor. */
export const LEVEL: Record<AttendingDoctorLevel, string> = {
  high: "Haute",
  medium: "Moyenne",
  ordinary: "Ordinaire",
};

/** Who looks for an attending doctor: "Médecin traitant · 70 à 79 ans". */
export function attendingTitle(age: AgeBand | null): string {
  return ["Médecin traitant", age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

const PAGE: Record<string, string> = {
  DC: "/deces",
  MT: "/medecin-traitant",
  AVI: "/avis",
  SOR: "/sorties",
  TLC: "/teleconsultations",
};

/** The page of a request, by the number that is said of it: `MT-0412` is on that of attending doctors. */
export function casePage(number: string | null, id: string): string {
  return `${PAGE[number?.split("-")[0] ?? ""] ?? "/demandes"}/${id}`;
}

/** The same of any row of the board. */
export function caseTitle(
  of: Pick<Case, "kind" | "need" | "age_band" | "specialty_label">,
): string {
  if (of.kind === "death_certification") return "Décès à constater";
  if (of.kind === "hospital_discharge") return dischargeTitle(of.age_band);
  if (of.kind === "teleconsultation") return teleconsultationTitle(of.age_band);
  if (of.kind === "attending_doctor") return attendingTitle(of.age_band);
  if (of.kind === "second_opinion") return opinionTitle(of.specialty_label, of.age_band);
  return requestTitle(of.need, of.age_band);
}

/** An opinion by its specialty and age band: "Avis, cardiologie · adulte 60–69 ans". Never a name. */
export function opinionTitle(specialty: string | null, age: AgeBand | null): string {
  const sought = specialty ? `Avis, ${specialty.toLocaleLowerCase("fr")}` : "Demande d’avis";
  return [sought, age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

/** "Téléconsultation · adulte 30–39 ans". */
export function teleconsultationTitle(age: AgeBand | null): string {
  return ["Téléconsultation", age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

/** "Sortie d’hôpital · 80 ans et plus". */
export function dischargeTitle(age: AgeBand | null): string {
  return ["Sortie d’hôpital", age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

export const DEATH_PLACE_KIND: Record<DeathPlaceKind, string> = {
  home: "Domicile",
  nursing_home: "EHPAD",
  health_facility: "Établissement de santé",
  public_place: "Rue ou lieu public",
  other: "Autre",
};

/** The same inside a title: "Décès à constater, à domicile". */
export const DEATH_PLACE_WHERE: Record<DeathPlaceKind, string> = {
  home: "à domicile",
  nursing_home: "en EHPAD",
  health_facility: "en établissement",
  public_place: "lieu public",
  other: "autre lieu",
};

/** Who may certify. */
export const DEATH_PROFESSION: Record<DeathProfession, string> = {
  doctor: "Médecin seulement",
  doctor_or_nurse: "Médecin ou infirmier formé",
};

const ARTICLES: Record<string, string> = {
  médecin: "un",
  infirmière: "une",
  pharmacie: "une",
  "chirurgien-dentiste": "un",
  "sage-femme": "une",
  kinésithérapeute: "un",
  cabinet: "un",
  "maison de santé": "une",
  "centre de santé": "un",
  EHPAD: "un",
  "service hospitalier": "un",
  "professionnel de santé": "un",
  coordination: "la",
  SAS: "le",
  SAMI: "le",
  CAMI: "le",
  DAC: "le",
};

/** Who asks, as the anonymous card says it: "Demandé par une infirmière". */
export function askedBy(profession: string): string {
  const article = ARTICLES[profession];
  return article ? `Demandé par ${article} ${profession}` : `Demandé par\u00a0: ${profession}`;
}

/** Who asked, once somebody has accepted: "L’infirmière est prévenue". */
export function requesterTold(profession: string): string {
  const article = ARTICLES[profession];
  if (!article) return "La personne qui demande est prévenue";
  const feminine = article === "une" || article === "la";
  const definite = /^[aeiouyé]/i.test(profession) ? "L’" : feminine ? "La " : "Le ";
  return `${definite}${profession} est ${feminine ? "prévenue" : "prévenu"}`;
}
