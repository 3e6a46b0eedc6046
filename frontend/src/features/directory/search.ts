import type { SearchProfessionalsData } from "../../api";

/** What is looked for, as the address of the page carries it. */
export type DirectorySearch = {
  q?: string;
  visites?: true;
  libre?: true;
  nouveaux?: true;
  snp?: true;
  /** Code of a profession. */
  profession?: string;
  /** INSEE code of a commune. */
  commune?: string;
  /** On a phone, the map instead of the list. */
  vue?: "carte";
};

const MOST_LETTERS = 100;

function text(value: unknown, most: number): string | undefined {
  // An address typed by hand may read as a number: `?commune=94081`.
  const found = typeof value === "number" ? String(value) : value;
  return typeof found === "string" && found.trim() !== "" ? found.slice(0, most) : undefined;
}

function yes(value: unknown): true | undefined {
  return value === true || value === 1 ? true : undefined;
}

/** Whatever is in the address, made into a search; what is not understood is left out. */
export function readDirectorySearch(search: Record<string, unknown>): DirectorySearch {
  return {
    q: text(search.q, MOST_LETTERS),
    visites: yes(search.visites),
    libre: yes(search.libre),
    nouveaux: yes(search.nouveaux),
    snp: yes(search.snp),
    profession: text(search.profession, 4),
    commune: text(search.commune, 5),
    vue: search.vue === "carte" ? "carte" : undefined,
  };
}

/** The filters, in the order in which they are shown, with their words. */
export const FILTERS = [
  { key: "visites", label: "Fait des visites" },
  { key: "libre", label: "Libre sous 24 h" },
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
