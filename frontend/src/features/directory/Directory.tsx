import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useMe } from "../../session";
import { usePhoneAccount } from "../../ui/AppShell";
import { ButtonLink } from "../../ui/Button";
import classes from "./Directory.module.css";
import { useHere, useNextSlots, usePresent, useTerritory } from "./directory";
import { OnDuty } from "./duty/OnDuty";
import { Filters } from "./Filters";
import { useFound } from "./found";
import { MapCard } from "./map/MapCard";
import { MapLegend } from "./map/MapLegend";
import { groups, ownPoint } from "./map/points";
import { OpenNow } from "./OpenNow";
import { Results } from "./Results";
import { SearchBox } from "./SearchBox";
import type { DirectorySearch } from "./search";
import { fittingStructures, kindsOf, useStructures } from "./structure/fitting";
import { Structures } from "./structure/Structures";
import { Takeaway } from "./Takeaway";

const TerritoryMap = lazy(() => import("./map/TerritoryMap"));
const SETTLED_MS = 250;
const NOBODY: ReadonlySet<string> = new Set();
type DirectoryProps = {
  search: DirectorySearch;
  onSearch: (change: Partial<DirectorySearch>) => void;
};

/** Who is there, near, and free; what is open: one search, its list and its map. */
export function Directory({ search, onSearch }: DirectoryProps) {
  const { scopes } = useMe();
  const measured = scopes.includes("availability:read");
  const mayRead = scopes.includes("newcomers:welcome") || scopes.includes("imports:read");
  const here = useHere();
  const { place } = here;
  // What is being typed, ahead of the address, until the address says something else.
  const [typed, setTyped] = useState({ words: search.q ?? "", over: search.q });
  const words = typed.over === search.q ? typed.words : (search.q ?? "");
  const q = words.trim() === "" ? undefined : words;
  const present = usePresent();
  const only = useMemo(
    () => (search.nature ? NOBODY : search.ouvert ? new Set(present.keys()) : null),
    [search.nature, search.ouvert, present],
  );
  const found = useFound(search, q, here, only);
  const { hits, pages, widened, understood } = found;
  const all = useStructures();
  const structures = useMemo(() => fittingStructures(all, { ...search, q }), [all, search, q]);
  // Free slots are measured for who is shown once the fingers rest.
  const [settled] = useDebouncedValue(pages, SETTLED_MS);
  const slots = useNextSlots(settled);
  const freeOnly = measured && search.libre === true;

  const [hovered, setHovered] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const known = useMemo(() => ({ slots, present }), [slots, present]);
  const shown = useMemo(() => groups(hits, structures, known), [hits, structures, known]);
  const points = useMemo(() => [...shown, ...ownPoint(place)], [shown, place]);
  const chosen = shown.find((group) => group.key === selected);
  const over = shown.find((group) => group.key === hovered) ?? chosen;
  const ids = useMemo(() => (over ? idsOf(over) : NOBODY), [over]);

  // The same function while the same people are shown: the lines are not drawn again at each key.
  const hover = useCallback(
    (id: string | null) => {
      const at = id === null ? undefined : shown.find((group) => idsOf(group).has(id));
      setHovered(at?.key ?? null);
    },
    [shown],
  );
  const list = useRef<HTMLDivElement>(null);
  // What is chosen on the map comes into sight in the list.
  useEffect(() => {
    if (selected === null) return;
    list.current?.querySelector("[data-hovered]")?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  const desk = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const territory = useTerritory();
  const mapShown = (desk || search.vue === "carte") && territory.data !== undefined;
  const listShown = desk || search.vue !== "carte";
  const kinds = useMemo(() => kindsOf(all), [all]);
  const nobody = found.total === 0 && !found.pending && structures.length > 0;
  return (
    <div className={classes.root}>
      <title>Annuaire · Maillage</title>
      <h1 className="visually-hidden">Annuaire</h1>
      <header className={classes.head}>
        <div className={classes.search}>
          <SearchBox
            value={search.q ?? ""}
            onType={(text) => setTyped({ words: text, over: search.q })}
            onChange={(text) => onSearch({ q: text.trim() === "" ? undefined : text })}
          />
          {usePhoneAccount()}
        </div>
        <Filters
          search={search}
          onChange={onSearch}
          measured={measured}
          mapToo={!desk}
          kinds={kinds}
        />
        <div className={classes.notes}>
          {understood.length > 0 && <span>Compris&nbsp;: {understood.join(", ")}</span>}
        </div>
      </header>
      <div className={classes.split} data-map={mapShown || undefined}>
        {listShown && (
          <div className={classes.list} ref={list}>
            {!search.nature && !nobody && (
              <Results
                found={{
                  hits,
                  total: found.total,
                  slots,
                  present,
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
            )}
            <Structures
              structures={structures}
              all={search.nature !== undefined || nobody}
              hovered={ids}
              onHover={hover}
            />
            <OpenNow />
            <OnDuty />
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
                popup={chosen && <MapCard group={chosen} known={known} />}
              >
                <MapLegend
                  attribution={territory.data.attribution}
                  own={place !== null}
                  measured={measured}
                  people={shown.some((group) => group.hits.length > 0)}
                  kinds={kindsOf(structures).map(({ kind }) => kind)}
                />
              </TerritoryMap>
            </Suspense>
          </div>
        )}
      </div>
    </div>
  );
}

function idsOf({ hits, structures }: ReturnType<typeof groups>[number]): ReadonlySet<string> {
  return new Set([...hits.map((hit) => hit.professional.id), ...structures.map(({ id }) => id)]);
}
