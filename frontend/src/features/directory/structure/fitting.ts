import { useQuery } from "@tanstack/react-query";
import { type Organisation, type OrganisationKind, searchOrganisations } from "../../../api";
import { ORGANISATION_KIND } from "../../../words";
import { type DirectorySearch, isAboutPeople } from "../search";
import { plainWords } from "../understanding";
import { isOpen } from "./open-words";

const PAGE = 200;
const A_MINUTE = 60_000;
const NONE: Organisation[] = [];

/** Every structure of the territory, page after page; the state of each is that of the last minute. */
export function useStructures(): Organisation[] {
  const { data } = useQuery({
    queryKey: ["structures"],
    queryFn: async ({ signal }) => {
      const found: Organisation[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
        const { data: page } = await searchOrganisations({ query, signal, throwOnError: true });
        found.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    },
    refetchInterval: A_MINUTE,
    staleTime: A_MINUTE / 2,
  });
  return data ?? NONE;
}

/**
 * The structures that fit the search: every word begins one of their name, kind, quarter or commune; those
 * that can be gone to or called now come first. None when people alone can fit.
 */
export function fittingStructures(all: Organisation[], search: DirectorySearch): Organisation[] {
  if (isAboutPeople(search)) return NONE;
  const wanted = plainWords(search.q ?? "");
  return all
    .filter(
      (one) =>
        (!search.nature || one.kind === search.nature) &&
        (!search.ouvert || isOpen(one.open_state)) &&
        (!search.commune || one.commune_insee === search.commune) &&
        hasWords(one, wanted),
    )
    .sort((one, other) => Number(isOpen(other.open_state)) - Number(isOpen(one.open_state)));
}

function hasWords(one: Organisation, wanted: string[]): boolean {
  const said = [one.name, ORGANISATION_KIND[one.kind], one.sector, one.commune_name];
  const words = plainWords(said.join(" "));
  return wanted.every((word) => words.some((its) => its.startsWith(word)));
}

/** The kinds among these structures, in the order of their words, with how many there are of each. */
export function kindsOf(structures: Organisation[]): { kind: OrganisationKind; count: number }[] {
  const counts = new Map<OrganisationKind, number>();
  for (const { kind } of structures) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => ({ kind, count }))
    .sort((one, other) =>
      ORGANISATION_KIND[one.kind].localeCompare(ORGANISATION_KIND[other.kind], "fr"),
    );
}
