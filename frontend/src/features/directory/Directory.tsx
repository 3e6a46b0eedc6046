import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { useMe } from "../../session";
import { usePhoneAccount } from "../../ui/AppShell";
import { ButtonLink } from "../../ui/Button";
import classes from "./Directory.module.css";
import { useHere, useNextSlots, useTerritory } from "./directory";
import { Filters } from "./Filters";
import { useFound } from "./found";
import { MapCard } from "./MapCard";
import { MapLegend } from "./MapLegend";
import { OpenNow } from "./OpenNow";
import { groups, ownPoint } from "./points";
import { Results } from "./Results";
import { SearchBox } from "./SearchBox";
import { Structures } from "./Structures";
import type { DirectorySearch } from "./search";
import { Takeaway } from "./Takeaway";

const TerritoryMap = lazy(() => import("./TerritoryMap"));
const SETTLED_MS = 250;
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
  // What is being typed, ahead of the address, until the address says something else.
  const [typed, setTyped] = useState({ words: search.q ?? "", over: search.q });
  const words = typed.over === search.q ? typed.words : (search.q ?? "");
  const found = useFound(search, words.trim() === "" ? undefined : words, here);
  const { hits, pages, widened, understood } = found;
  // Free slots are measured for who is shown once the fingers rest.
  const [settled] = useDebouncedValue(pages, SETTLED_MS);
  const slots = useNextSlots(settled);
  const freeOnly = measured && search.libre === true;

  const [hovered, setHovered] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const shown = useMemo(() => groups(hits, slots), [hits, slots]);
  const points = useMemo(() => [...shown, ...ownPoint(place)], [shown, place]);
  const over = shown.find((group) => group.key === hovered);
  const ids = useMemo(
    () => (over ? new Set(over.hits.map((hit) => hit.professional.id)) : NOBODY),
    [over],
  );
  const chosen = shown.find((group) => group.key === selected);

  // The same function while the same people are shown: the lines are not drawn again at each key.
  const hover = useCallback(
    (id: string | null) => {
      const at =
        id === null ? undefined : shown.find((g) => g.hits.some((h) => h.professional.id === id));
      setHovered(at?.key ?? null);
    },
    [shown],
  );

  const desk = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const territory = useTerritory();
  const mapShown = (desk || search.vue === "carte") && territory.data !== undefined;
  const listShown = desk || search.vue !== "carte";
  return (
    <div className={classes.root}>
      <title>Annuaire · Maillage</title>
      <h1 className="visually-hidden">Annuaire</h1>
      <header className={classes.head}>
        <div className={classes.search}>
          <SearchBox
            value={search.q ?? ""}
            onType={(q) => setTyped({ words: q, over: search.q })}
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
                total: found.total,
                slots,
                pending: found.pending,
                freeOnly,
                widened,
                others: found.others,
                from: place === null ? null : here.name,
              }}
              hovered={ids}
              onHover={hover}
              onShowAll={() => onSearch({ libre: undefined })}
              more={found.more}
            />
            <Structures q={search.q} />
            <OpenNow />
            <Takeaway />
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
