import type { ProfessionalHit } from "../../api";
import type { Measured } from "./directory";
import type { Place } from "./search";

/** One point of the map: everybody who is at the same place, or one's own place. */
export type MapPoint = {
  key: string;
  kind: "people" | "here";
  latitude: number;
  longitude: number;
  /** How many people are there. */
  count: number;
  /** Somebody there has a free slot within 24 hours. */
  free: boolean;
  label: string;
};

export type Group = MapPoint & { hits: ProfessionalHit[] };

/** The people found, put together by place: two in one practice are one point that says 2. */
export function groups(hits: ProfessionalHit[], slots: Measured): Group[] {
  const found = new Map<string, Group>();
  for (const hit of hits) {
    const { latitude, longitude } = hit;
    if (latitude === null || longitude === null) continue;
    const key = `${latitude},${longitude}`;
    const group: Group = found.get(key) ?? {
      key,
      kind: "people",
      latitude,
      longitude,
      count: 0,
      free: false,
      label: hit.practice_name ?? hit.professional.name,
      hits: [],
    };
    group.hits.push(hit);
    group.count += 1;
    group.free ||= (slots.get(hit.professional.id)?.within_24_hours ?? 0) > 0;
    if (group.count === 1) group.label = hit.professional.name;
    else group.label = hit.practice_name ?? `${group.count} personnes`;
    found.set(key, group);
  }
  return [...found.values()];
}

/** One's own place, when it is known. */
export function ownPoint(place: Place | null): MapPoint[] {
  if (place === null) return [];
  return [{ key: "here", kind: "here", ...place, count: 1, free: false, label: "Vous" }];
}
