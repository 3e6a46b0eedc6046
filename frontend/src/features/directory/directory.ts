import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type {
  DirectoryEntries,
  NextSlots,
  NextSlotsList,
  OpenProfessionalList,
  ProfessionalHit,
} from "../../api";
import {
  getMyMembershipOptions,
  getOrganisationOptions,
  getTerritoryOptions,
  listDirectoryEntriesOptions,
  listDirectoryFacetsOptions,
  listNextSlotsOptions,
  listOpenNowOptions,
  listOpenProfessionalsOptions,
  searchProfessionalsInfiniteOptions,
} from "../../api/@tanstack/react-query.gen";
import { useMe } from "../../session";
import { type Everybody, everybodyOf } from "./lookup";
import { apiQuery, type DirectorySearch, type Place } from "./search";

const A_DAY = 24 * 3_600_000;
const SLOTS_AGE_MS = 30_000;
const MEASURED_AGE_MS = 60_000;
const ENTRIES_AGE_MS = 5 * 60_000;
const PAGE = 50;
const A_MINUTE = 60_000;

/** Where one works, from which distances are counted: named, and null when nobody knows where it is. */
export type Here = { place: Place | null; name: string | null; pending: boolean };

function placed(spot?: { latitude: number | null; longitude: number | null }): Place | null {
  if (spot?.latitude == null || spot.longitude == null) return null;
  return { latitude: spot.latitude, longitude: spot.longitude };
}

/** One's own structure, else one's own practice. */
export function useHere(): Here {
  const me = useMe();
  const organisation = useQuery({
    ...getOrganisationOptions({ path: { organisation_id: me.organisation_id ?? "" } }),
    enabled: me.organisation_id !== null,
    staleTime: A_DAY,
    retry: false,
  });
  const practises = me.organisation_id === null && me.scopes.includes("availability:write");
  const membership = useQuery({ ...getMyMembershipOptions(), enabled: practises, retry: false });
  const practice = practises ? membership.data?.practices[0] : undefined;
  const spot = placed(organisation.data) ?? placed(practice);
  const [latitude, longitude] = [spot?.latitude, spot?.longitude];
  const place = useMemo(
    () => (latitude === undefined || longitude === undefined ? null : { latitude, longitude }),
    [latitude, longitude],
  );
  return {
    place,
    name: organisation.data?.name ?? practice?.name ?? null,
    pending: organisation.isLoading || membership.isLoading,
  };
}

/** The professionals found, page after page, and whether more are to come. */
export function useHits(search: DirectorySearch, here: Here, enabled = true) {
  return useInfiniteQuery({
    ...searchProfessionalsInfiniteOptions({
      query: { ...apiQuery(search, here.place), limit: PAGE },
    }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    enabled: enabled && !here.pending,
    // Who is free changes by the minute: nobody stays on the list who was booked up since.
    ...(search.libre && { staleTime: 0, refetchInterval: MEASURED_AGE_MS }),
  });
}

/** Everybody of the territory, once read and when there are not too many: then searches ask nobody. */
export function useEverybody(): Everybody | null {
  const { data } = useQuery({
    ...listDirectoryEntriesOptions(),
    staleTime: ENTRIES_AGE_MS,
    select: prepared,
  });
  return data ?? null;
}

function prepared(entries: DirectoryEntries): Everybody | null {
  return entries.complete ? everybodyOf(entries) : null;
}

export type Measured = Map<string, NextSlots>;

/** The next free slots of these people, measured now: empty for those who may not read agendas. */
export function useNextSlots(
  pages: { professional: Pick<ProfessionalHit["professional"], "id"> }[][],
): Measured {
  const may = useMe().scopes.includes("availability:read");
  const items = useQueries({
    queries: pages
      .filter((page) => page.length > 0)
      .map((page) => ({
        ...listNextSlotsOptions({
          query: { professional_id: page.map((hit) => hit.professional.id) },
        }),
        enabled: may,
        staleTime: SLOTS_AGE_MS,
      })),
    combine: itemsOf,
  });
  return useMemo(() => new Map(items.map((one) => [one.professional_id, one])), [items]);
}

function itemsOf(answers: { data?: NextSlotsList | undefined }[]): NextSlots[] {
  return answers.flatMap((answer) => answer.data?.items ?? []);
}

/** The next free slots of one professional, and the instant they were computed. */
export function useOwnNextSlots(professionalId: string) {
  return useQuery({
    ...listNextSlotsOptions({ query: { professional_id: [professionalId] } }),
    enabled: useMe().scopes.includes("availability:read"),
    staleTime: SLOTS_AGE_MS,
    refetchInterval: SLOTS_AGE_MS,
  });
}

const NOBODY: ReadonlyMap<string, string> = new Map();

/** Who is seeing people now, and until when; nobody for those who may not read agendas. */
export function usePresent(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    ...listOpenProfessionalsOptions(),
    enabled: useMe().scopes.includes("availability:read"),
    refetchInterval: A_MINUTE,
    select: untilWhen,
  });
  return data ?? NOBODY;
}

function untilWhen({ items }: OpenProfessionalList): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { professional_id, open_until } of items) {
    const known = found.get(professional_id);
    if (known === undefined || known < open_until) found.set(professional_id, open_until);
  }
  return found;
}

/** Where one can go or call now. */
export function useOpenNow() {
  return useQuery({ ...listOpenNowOptions(), refetchInterval: A_MINUTE });
}

/** Professions and communes of the territory. */
export function useFacets() {
  return useQuery({ ...listDirectoryFacetsOptions(), staleTime: A_DAY });
}

/** The outlines of the map. */
export function useTerritory() {
  return useQuery({ ...getTerritoryOptions(), staleTime: A_DAY });
}
