import type {
  AgeBand,
  AttendingDoctorContact,
  AttendingDoctorLevel,
  CancellationReason,
  CareMode,
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

/** The priority of who looks for an attending doctor. */
export const LEVEL: Record<AttendingDoctorLevel, string> = {
  high: "Haute",
  medium: "Moyenne",
  ordinary: "Ordinaire",
};

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
