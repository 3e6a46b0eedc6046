import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Organisation, ProfessionalHit, Territory } from "../../../api";
import { listProfessionalPointsOptions } from "../../../api/@tanstack/react-query.gen";
import { type Measured, useNextSlots } from "../directory";
import { apiQuery, type DirectorySearch, type Place } from "../search";
import { kindsOf } from "../structure/fitting";
import { MapCard } from "./MapCard";
import { MapLegend } from "./MapLegend";
import { everyone, groups, ownPoint, type Placed } from "./points";
import TerritoryMap from "./TerritoryMap";

type DirectoryMapProps = {
  territory: Territory;
  /** What the list beside it answers; null when nobody is looked for. */
  search: DirectorySearch | null;
  place: Place | null;
  /** Those of the list, who are shown at once. */
  hits: ProfessionalHit[];
  structures: Organisation[];
  slots: Measured;
  present: ReadonlyMap<string, string>;
  /** Whether free time may be searched. */
  measured: boolean;
  hovered: string | null;
  selected: string | null;
  onHover: (key: string | null) => void;
  onSelect: (key: string | null) => void;
};

const POINTS_AGE_MS = 60_000;
const NOBODY: Placed[] = [];

/** The map of the directory: everybody whom the search finds, wherever the list has come to. */
export default function DirectoryMap(props: DirectoryMapProps) {
  const { territory, search, place, hits, structures, slots, present, measured, selected } = props;
  const { data } = useQuery({
    ...listProfessionalPointsOptions({ query: search ? apiQuery(search, place) : {} }),
    enabled: search !== null,
    staleTime: POINTS_AGE_MS,
    refetchInterval: POINTS_AGE_MS,
    placeholderData: keepPreviousData,
  });
  const only = search?.ouvert === true;
  const people = useMemo(() => {
    if (search === null) return NOBODY;
    const found = data?.items ?? [];
    return everyone(hits, only ? found.filter(({ id }) => present.has(id)) : found);
  }, [search, hits, data, only, present]);
  const free = useMemo(
    () =>
      new Set(
        data?.items.filter(({ free_within_24_hours }) => free_within_24_hours).map(({ id }) => id),
      ),
    [data],
  );
  const known = useMemo(() => ({ slots, free, present }), [slots, free, present]);
  const shown = useMemo(() => groups(people, structures, known), [people, structures, known]);
  const points = useMemo(() => [...shown, ...ownPoint(place)], [shown, place]);
  const chosen = shown.find((group) => group.key === selected);
  return (
    <TerritoryMap
      territory={territory}
      points={points}
      hovered={props.hovered}
      selected={chosen?.key ?? null}
      onHover={props.onHover}
      onSelect={props.onSelect}
      popup={chosen && <Chosen group={chosen} known={known} />}
    >
      <MapLegend
        attribution={territory.attribution}
        own={place !== null}
        measured={measured}
        people={shown.some((group) => group.hits.length > 0)}
        kinds={kindsOf(structures).map(({ kind }) => kind)}
      />
    </TerritoryMap>
  );
}

/** The card of a point, whose people's free slots are read when the list has not. */
function Chosen({ group, known }: Parameters<typeof MapCard>[0]) {
  const unread = group.hits.filter(({ professional }) => !known.slots.has(professional.id));
  const slots = useNextSlots([unread]);
  return <MapCard group={group} known={{ ...known, slots: new Map([...known.slots, ...slots]) }} />;
}
