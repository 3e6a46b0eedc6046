import type { OrganisationKind, SearchProfessionalsData } from "../../api";

/** What is looked for, as the address of the page carries it. */
export type DirectorySearch = {
  q?: string;
  visites?: true;
  libre?: true;
  /** Open, on duty or seeing people at this instant. */
  ouvert?: true;
  nouveaux?: true;
  snp?: true;
  /** Code of a profession. */
  profession?: string;
  /** INSEE code of a commune. */
  commune?: string;
  /** Structures of that kind, and nobody. */
  nature?: OrganisationKind;
  /** On a phone, the map instead of the list. */
  vue?: "carte";
};

const MOST_LETTERS = 100;
/** Those that an address may name; not their French words, which the first screen would then carry. */
const KINDS: Record<OrganisationKind, true> = {
  practice_group: true,
  health_house: true,
  health_centre: true,
  pharmacy: true,
  nursing_home: true,
  town_hall: true,
  police: true,
  hospital_ward: true,
  out_of_hours: true,
  unscheduled_care_centre: true,
  support_service: true,
  dispatch_centre: true,
  other: true,
};

function text(value: unknown, most: number): string | undefined {
  // An address typed by hand may read as a number: `?commune=94081`.
  const found = typeof value === "number" ? String(value) : value;
  return typeof found === "string" && found.trim() !== "" ? found.slice(0, most) : undefined;
}

function yes(value: unknown): true | undefined {
  return value === true || value === 1 ? true : undefined;
}

function kind(value: unknown): OrganisationKind | undefined {
  return typeof value === "string" && value in KINDS ? (value as OrganisationKind) : undefined;
}

/** Whatever is in the address, made into a search; what is not understood is left out. */
export function readDirectorySearch(search: Record<string, unknown>): DirectorySearch {
  return {
    q: text(search.q, MOST_LETTERS),
    visites: yes(search.visites),
    libre: yes(search.libre),
    ouvert: yes(search.ouvert),
    nouveaux: yes(search.nouveaux),
    snp: yes(search.snp),
    profession: text(search.profession, 4),
    commune: text(search.commune, 5),
    nature: kind(search.nature),
    vue: search.vue === "carte" ? "carte" : undefined,
  };
}

/** The filters that are on or off, in the order in which they are shown, with their words. */
export const FILTERS = [
  { key: "visites", label: "Fait des visites" },
  { key: "libre", label: "Libre sous 24 h" },
  { key: "ouvert", label: "Ouvert maintenant" },
  { key: "nouveaux", label: "Nouveaux patients" },
  { key: "snp", label: "Soins non programmés" },
] as const;

export type Place = { latitude: number; longitude: number };

/** The search as the API takes it. `near`: where distances are counted from. */
export function apiQuery(
  search: DirectorySearch,
  near: Place | null,
): NonNullable<SearchProfessionalsData["query"]> {
  return {
    q: search.q,
    home_visits: search.visites,
    accepts_new_patients: search.nouveaux,
    unscheduled_care: search.snp,
    sees_within_24_hours: search.libre,
    profession_code: search.profession,
    commune_insee: search.commune,
    ...(near ?? {}),
  };
}

/**
 * The same people without what they must have said: what is shown when nobody fits it all. Free time, which
 * is measured, stays asked for.
 */
export function withoutFilters(search: DirectorySearch): DirectorySearch {
  return { ...search, visites: undefined, nouveaux: undefined, snp: undefined };
}

/** Is there such a filter to take away? */
export function isFiltered(search: DirectorySearch): boolean {
  return Boolean(search.visites || search.nouveaux || search.snp);
}

/** Does it ask for what people alone have? */
export function isAboutPeople(search: DirectorySearch): boolean {
  return isFiltered(search) || search.libre === true || search.profession !== undefined;
}
