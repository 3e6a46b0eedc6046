import { useDeferredValue, useMemo, useState } from "react";
import type { ProfessionalHit, ProfessionalHitList } from "../../api";
import { type Here, useEverybody, useHits } from "./directory";
import { type Everybody, type LookedUp, lookUp } from "./lookup";
import { type DirectorySearch, isFiltered, type Place, withoutFilters } from "./search";

/** Who was found, however they were. */
export type FoundPeople = {
  hits: ProfessionalHit[];
  /** The same by pages, whose free slots are measured together. */
  pages: ProfessionalHit[][];
  total: number;
  understood: string[];
  pending: boolean;
  /** Nobody fitted all the filters: these are those found without them. */
  widened: boolean;
  /** Who fits but has no free time within 24 hours, when that is asked for. */
  others: number;
  more: { load: () => void; loading: boolean } | null;
};

const PAGE = 15;
const NO_PAGE: ProfessionalHitList[] = [];

/**
 * The people found: among everybody, here, at each key, as soon as everybody was read; by the server until
 * then, always where the territory is too large to be sent, and for free time, which it alone measures.
 * `only`: among these ids.
 */
export function useFound(
  search: DirectorySearch,
  typed: string | undefined,
  here: Here,
  only: ReadonlySet<string> | null,
): FoundPeople {
  const everybody = useEverybody();
  const byServer = everybody === null || search.libre === true;
  const asked = useAsked(search, here, byServer, only);
  // A key is shown in its field first; the list follows within the same breath, or skips to the next key.
  const wanted = useDeferredValue(useMemo(() => ({ ...search, q: typed }), [search, typed]));
  const looked = useLookedUp(here.pending || byServer ? null : everybody, wanted, here.place, only);
  return looked ?? asked;
}

function useLookedUp(
  everybody: Everybody | null,
  search: DirectorySearch,
  place: Place | null,
  only: ReadonlySet<string> | null,
): FoundPeople | null {
  const key = JSON.stringify(search);
  const [shown, setShown] = useState({ key, most: PAGE });
  const most = shown.key === key ? shown.most : PAGE;
  const found = useMemo(
    () => (everybody === null ? null : widest(everybody, search, place, most, only)),
    [everybody, search, place, most, only],
  );
  return useMemo(() => {
    if (found === null) return null;
    const pages = Array.from({ length: Math.ceil(found.hits.length / PAGE) }, (_, at) =>
      found.hits.slice(at * PAGE, (at + 1) * PAGE),
    );
    const more =
      found.hits.length < found.total
        ? { load: () => setShown({ key, most: most + PAGE }), loading: false }
        : null;
    return { ...found, pages, pending: false, more, others: 0 };
  }, [found, key, most]);
}

function widest(
  everybody: Everybody,
  search: DirectorySearch,
  place: Place | null,
  most: number,
  only: ReadonlySet<string> | null,
): LookedUp & { widened: boolean } {
  const found = lookUp(everybody, search, place, most, only);
  if (found.total > 0 || !isFiltered(search)) return { ...found, widened: false };
  const wider = lookUp(everybody, withoutFilters(search), place, most, only);
  return { ...wider, understood: found.understood, widened: true };
}

function useAsked(
  search: DirectorySearch,
  here: Here,
  enabled: boolean,
  only: ReadonlySet<string> | null,
): FoundPeople {
  const first = useHits(search, here, enabled);
  const nobody = enabled && first.data?.pages[0]?.total === 0 && !first.isPlaceholderData;
  const widened = nobody && isFiltered(search);
  const wider = useHits(withoutFilters(search), here, widened);
  const answer = widened ? wider : first;
  const all = useHits({ ...search, libre: undefined }, here, enabled && search.libre === true);
  const read = answer.data?.pages ?? NO_PAGE;
  const pages = useMemo(
    () =>
      read.map(({ items }) =>
        only === null ? items : items.filter((hit) => only.has(hit.professional.id)),
      ),
    [read, only],
  );
  const hits = useMemo(() => pages.flat(), [pages]);
  return {
    hits,
    pages,
    total: only === null ? (read[0]?.total ?? 0) : hits.length,
    others: widened ? 0 : Math.max(0, (all.data?.pages[0]?.total ?? 0) - (read[0]?.total ?? 0)),
    understood: first.data?.pages[0]?.understood ?? [],
    pending: answer.isPending,
    widened,
    more: answer.hasNextPage
      ? { load: () => void answer.fetchNextPage(), loading: answer.isFetchingNextPage }
      : null,
  };
}
