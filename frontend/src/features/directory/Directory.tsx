import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Organisation, ProfessionalHit } from "../../api";
import { useMe } from "../../session";
import { usePhoneAccount } from "../../ui/AppShell";
import { ButtonLink } from "../../ui/Button";
import classes from "./Directory.module.css";
import { useHere, useNextSlots, usePresent, useTerritory } from "./directory";
import { OnDuty } from "./duty/OnDuty";
import { Filters } from "./Filters";
import { useFound } from "./found";
import { keyAt } from "./map/points";
import { OpenNow } from "./OpenNow";
import { Results } from "./Results";
import { SearchBox } from "./SearchBox";
import { type DirectorySearch, withoutFilters } from "./search";
import { fittingStructures, kindsOf, useStructures } from "./structure/fitting";
import { Structures } from "./structure/Structures";
import { Takeaway } from "./Takeaway";

const DirectoryMap = lazy(() => import("./map/DirectoryMap"));
const NewcomerCard = lazy(() => import("./NewcomerCard"));
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
  const wanted = useMemo(() => ({ ...search, q }), [search, q]);
  const [resting] = useDebouncedValue(wanted, SETTLED_MS);
  const asked = useMemo(() => (widened ? withoutFilters(resting) : resting), [widened, resting]);

  const [hovered, setHovered] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const over = hovered ?? selected;
  const ids = useMemo(() => idsAt(over, hits, structures), [over, hits, structures]);

  // The same function whoever is shown: lines that stay are not drawn again at each key.
  const shown = useRef({ hits, structures });
  shown.current = { hits, structures };
  const hover = useCallback((id: string | null) => {
    const { hits: people, structures: places } = shown.current;
    setHovered(id === null ? null : keyOf(id, people, places));
  }, []);
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
            {scopes.includes("newcomers:welcome") && (
              <Suspense fallback={null}>
                <NewcomerCard />
              </Suspense>
            )}
            <Structures
              structures={structures}
              all={search.nature !== undefined || nobody}
              hovered={ids}
              onHover={hover}
            />
            <Beside mayRead={mayRead} />
          </div>
        )}
        {mapShown && territory.data && (
          <div className={classes.map}>
            <Suspense fallback={null}>
              <DirectoryMap
                territory={territory.data}
                search={search.nature ? null : asked}
                place={place}
                hits={hits}
                structures={structures}
                slots={slots}
                present={present}
                measured={measured}
                hovered={hovered}
                selected={selected}
                onHover={setHovered}
                onSelect={setSelected}
              />
            </Suspense>
          </div>
        )}
      </div>
    </div>
  );
}

/** What stands under the list whatever is typed: it is not drawn again at each key. */
const Beside = memo(function Beside({ mayRead }: { mayRead: boolean }) {
  return (
    <>
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
    </>
  );
});

/** Who and what of the list is at a point. */
function idsAt(
  key: string | null,
  hits: ProfessionalHit[],
  structures: Organisation[],
): ReadonlySet<string> {
  if (key === null) return NOBODY;
  return new Set([
    ...hits.filter((hit) => keyAt(hit) === key).map((hit) => hit.professional.id),
    ...structures.filter((one) => keyAt(one) === key).map(({ id }) => id),
  ]);
}

/** The point where somebody or something of the list is. */
function keyOf(id: string, hits: ProfessionalHit[], structures: Organisation[]): string | null {
  const found =
    hits.find((hit) => hit.professional.id === id) ?? structures.find((one) => one.id === id);
  return found ? keyAt(found) : null;
}
