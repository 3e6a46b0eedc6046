import type {
  Organisation,
  ProfessionalHit,
  ProfessionalPoint,
  ProfessionalSummary,
} from "../../../api";
import type { Measured } from "../directory";
import type { Place } from "../search";
import { isOpen } from "../structure/open-words";
import type { Standing } from "./PlaceIcon";

/** One point of the map: everybody and everything at the same place, or one's own place. */
export type MapPoint = {
  key: string;
  standing: Standing;
  latitude: number;
  longitude: number;
  /** How many are there: people where people practise, structures elsewhere. */
  count: number;
  /** Of people: somebody has a free slot within 24 hours or is seeing people. Of a structure: it is open. */
  free: boolean;
  label: string;
};

/** Somebody on the map, whether or not the list beside it has come to them. */
export type Placed = Pick<
  ProfessionalHit,
  "practice_name" | "address_line" | "latitude" | "longitude" | "distance_km"
> & { professional: Pick<ProfessionalSummary, "id" | "name"> };

export type Group = MapPoint & { hits: Placed[]; structures: Organisation[] };

/** What is known of who is found: their free slots, who is free within 24 hours, who is seeing people now. */
export type Known = {
  slots: Measured;
  free: ReadonlySet<string>;
  present: ReadonlyMap<string, string>;
};

/** The key of the point where somebody or something is; null when nobody knows where. */
export function keyAt(place: { latitude: number | null; longitude: number | null }): string | null {
  const { latitude, longitude } = place;
  return latitude === null || longitude === null ? null : `${latitude},${longitude}`;
}

/** Those of the list, who say more, and the others who are found. */
export function everyone(hits: ProfessionalHit[], points: ProfessionalPoint[]): Placed[] {
  const listed = new Set(hits.map((hit) => hit.professional.id));
  const others = points
    .filter(({ id }) => !listed.has(id))
    .map(({ id, name, latitude, longitude }) => ({
      professional: { id, name },
      ...{ latitude, longitude, practice_name: null, address_line: null, distance_km: null },
    }));
  return [...hits, ...others];
}

/** The people and the structures found, put together by place: two in one practice are one point that says 2. */
export function groups(
  hits: Placed[],
  structures: Organisation[],
  { slots, free, present }: Known,
): Group[] {
  const found = new Map<string, Group>();
  const at = (place: Place, standing: Standing): Group => {
    const key = `${place.latitude},${place.longitude}`;
    const known = found.get(key);
    if (known) return known;
    const { latitude, longitude } = place;
    const made: Group = {
      ...{ key, standing, latitude, longitude, count: 0, free: false, label: "" },
      ...{ hits: [], structures: [] },
    };
    found.set(key, made);
    return made;
  };
  for (const hit of hits) {
    const { latitude, longitude, professional } = hit;
    if (latitude === null || longitude === null) continue;
    const group = at({ latitude, longitude }, "people");
    group.hits.push(hit);
    group.free ||= (slots.get(professional.id)?.within_24_hours ?? 0) > 0;
    group.free ||= free.has(professional.id) || present.has(professional.id);
  }
  for (const structure of structures) {
    const { latitude, longitude } = structure;
    if (latitude === null || longitude === null) continue;
    const group = at({ latitude, longitude }, structure.kind);
    group.structures.push(structure);
  }
  return [...found.values()].map((group) => ({ ...group, ...told(group) }));
}

/** Where people practise under a common roof, they are what one looks for. */
const ROOFS: readonly Standing[] = ["practice_group", "health_house"];

function told(group: Group): Partial<MapPoint> {
  const { hits, structures } = group;
  const [structure] = structures;
  const [hit] = hits;
  if (structure && (hits.length === 0 || !ROOFS.includes(structure.kind))) {
    const free = structures.some((one) => isOpen(one.open_state));
    return { standing: structure.kind, count: structures.length, free, label: structure.name };
  }
  const count = hits.length;
  if (structure) return { count, label: structure.name };
  if (count === 1 && hit) return { count, label: hit.professional.name };
  return { count, label: hit?.practice_name ?? `${count} personnes` };
}

/** One's own place, when it is known. */
export function ownPoint(place: Place | null): MapPoint[] {
  if (place === null) return [];
  return [{ key: "here", standing: "here", ...place, count: 1, free: false, label: "Vous" }];
}
