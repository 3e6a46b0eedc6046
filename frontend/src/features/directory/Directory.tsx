import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useMemo, useState } from "react";
import type { ProfessionalHitList } from "../../api";
import { useMe } from "../../session";
import { usePhoneAccount } from "../../ui/AppShell";
import { ButtonLink } from "../../ui/Button";
import classes from "./Directory.module.css";
import { useHere, useHits, useNextSlots, useTerritory } from "./directory";
import { Filters } from "./Filters";
import { MapCard } from "./MapCard";
import { MapLegend } from "./MapLegend";
import { OpenNow } from "./OpenNow";
import { groups, ownPoint } from "./points";
import { isFree, Results } from "./Results";
import { SearchBox } from "./SearchBox";
import { Structures } from "./Structures";
import { type DirectorySearch, isFiltered, withoutFilters } from "./search";

const TerritoryMap = lazy(() => import("./TerritoryMap"));
const NO_PAGE: ProfessionalHitList[] = [];
const NOBODY: ReadonlySet<string> = new Set();
type DirectoryProps = {
  search: DirectorySearch;
  onSearch: (change: Partial<DirectorySearch>) => void;
};

/** Who is there, near, and free: one search, its list and its map. */
export function Directory({ search, onSearch }: DirectoryProps) {
  const { scopes } = useMe();
  const measured = scopes.includes("availability:read");
  const mayRead = scopes.includes("newcomers:welcome") || scopes.includes("imports:read");
  const here = useHere();
  const { place } = here;
  const asked = useHits(search, here);
  const nobody = asked.data?.pages[0]?.total === 0 && !asked.isPlaceholderData;
  const widened = nobody && isFiltered(search);
  const wider = useHits(withoutFilters(search), here, widened);
  const answer = widened ? wider : asked;
  const pages = answer.data?.pages ?? NO_PAGE;
  const hits = useMemo(() => pages.flatMap((page) => page.items), [pages]);
  const { slots, pending: measuring } = useNextSlots(pages.map((page) => page.items));
  const freeOnly = measured && search.libre === true;

  const [hovered, setHovered] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const shown = useMemo(
    () => groups(freeOnly ? hits.filter((hit) => isFree(hit, slots)) : hits, slots),
    [hits, slots, freeOnly],
  );
  const points = useMemo(() => [...shown, ...ownPoint(place)], [shown, place]);
  const over = shown.find((group) => group.key === hovered);
  const ids = useMemo(
    () => (over ? new Set(over.hits.map((hit) => hit.professional.id)) : NOBODY),
    [over],
  );
  const chosen = shown.find((group) => group.key === selected);

  function hover(id: string | null) {
    const at =
      id === null ? undefined : shown.find((g) => g.hits.some((h) => h.professional.id === id));
    setHovered(at?.key ?? null);
  }

  const desk = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const territory = useTerritory();
  const mapShown = (desk || search.vue === "carte") && territory.data !== undefined;
  const listShown = desk || search.vue !== "carte";
  const understood = pages[0]?.understood ?? [];

  return (
    <div className={classes.root}>
      <title>Annuaire · Maillage</title>
      <h1 className="visually-hidden">Annuaire</h1>
      <header className={classes.head}>
        <div className={classes.search}>
          <SearchBox
            value={search.q ?? ""}
            onChange={(q) => onSearch({ q: q.trim() === "" ? undefined : q })}
          />
          {usePhoneAccount()}
        </div>
        <Filters search={search} onChange={onSearch} measured={measured} mapToo={!desk} />
        <div className={classes.notes}>
          {understood.length > 0 && <span>Compris&nbsp;: {understood.join(", ")}</span>}
        </div>
      </header>
      <div className={classes.split} data-map={mapShown || undefined}>
        {listShown && (
          <div className={classes.list}>
            <Results
              found={{
                hits,
                total: pages[0]?.total ?? 0,
                slots,
                pending: answer.isPending,
                measuring,
                freeOnly,
                widened,
                from: place === null ? null : here.name,
              }}
              hovered={ids}
              onHover={hover}
              onShowAll={() => onSearch({ libre: undefined })}
              more={
                answer.hasNextPage
                  ? { load: () => void answer.fetchNextPage(), loading: answer.isFetchingNextPage }
                  : null
              }
            />
            <Structures q={search.q} />
            <OpenNow />
            {mayRead && (
              <div className={classes.news}>
                <ButtonLink to="/annuaire/nouvelles" size="small">
                  Nouveaux venus, ce qui a changé
                </ButtonLink>
              </div>
            )}
          </div>
        )}
        {mapShown && territory.data && (
          <div className={classes.map}>
            <Suspense fallback={null}>
              <TerritoryMap
                territory={territory.data}
                points={points}
                hovered={hovered}
                selected={chosen?.key ?? null}
                onHover={setHovered}
                onSelect={setSelected}
                popup={chosen && <MapCard group={chosen} slots={slots} />}
              >
                <MapLegend
                  attribution={territory.data.attribution}
                  own={place !== null}
                  measured={measured}
                />
              </TerritoryMap>
            </Suspense>
          </div>
        )}
      </div>
    </div>
  );
}
