import { useMutation, useQuery } from "@tanstack/react-query";
import {
  addOutsideCalendar,
  type CaldavCalendar,
  type CaldavCalendars,
  type CaldavSearch,
  deleteOutsideCalendar,
  findCaldavCalendars,
  type OutsideCalendar,
  type OutsideCalendarInput,
  refreshOutsideCalendar,
  renewCalendarFeed,
  replaceOutsideCalendar,
  replaceOutsideCalendarFile,
  revokeCalendarFeed,
  uploadOutsideCalendar,
} from "../../../api";
import {
  getCalendarFeedOptions,
  listOutsideCalendarsOptions,
} from "../../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../../writes";

const WHILE_READING = 2_000;
const OTHERWISE = 60_000;

/** My outside agendas. Looked at often while one of them waits for its first reading. */
export function useOutsideCalendars() {
  return useQuery({
    ...listOutsideCalendarsOptions(),
    select: ({ items }) => items,
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === "waiting") ? WHILE_READING : OTHERWISE,
  });
}

/** Whether my appointments can be read elsewhere. */
export function useFeed() {
  return useQuery(getCalendarFeedOptions());
}

/** An agenda to add: at an address, or from a file. */
export type Adding = { input: OutsideCalendarInput; file: string | null };

/** Adds an agenda. */
export function useAdd(onDone: () => void) {
  return useWrite(
    async ({ input, file }: Adding, key: string) => {
      const headers = { "Idempotency-Key": key };
      if (file === null) {
        return (await addOutsideCalendar({ headers, body: input, throwOnError: true })).data;
      }
      const { name, all_day_busy } = input;
      const { data } = await uploadOutsideCalendar({
        headers: { ...headers, "Content-Type": "text/calendar" },
        query: { name, all_day_busy },
        body: file,
        bodySerializer: (body) => body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** An address as people say it, made whole: `caldav.icloud.com` is `https://caldav.icloud.com`. */
export function wholeAddress(typed: string): string {
  const address = typed.trim();
  return /^[a-z]+:/i.test(address) ? address : `https://${address}`;
}

/** Looks for the agendas of a CalDAV account. Nothing is kept, so it carries no key. */
export function useFind(onFound: (found: CaldavCalendars) => void) {
  return useMutation({
    mutationFn: async (body: CaldavSearch) =>
      (await findCaldavCalendars({ body, throwOnError: true })).data,
    onSuccess: (found) => {
      if (found.calendars.length > 0) onFound(found);
    },
  });
}

/** Agendas of one account, and how to sign in there. */
export type Found = {
  calendars: readonly CaldavCalendar[];
  signIn: Pick<CaldavSearch, "user_name" | "password">;
  wholeDays: boolean;
};

/** Adds the agendas that were found and chosen, one after the other; `onOne` hears of each, by its address. */
export function useAddFound(onOne: (url: string) => void, onDone: () => void) {
  return useWrite(
    async ({ calendars, signIn, wholeDays }: Found, key: string) => {
      for (const [place, { name, url }] of calendars.entries()) {
        await addOutsideCalendar({
          // One key an agenda: the same key would answer the first one again.
          headers: { "Idempotency-Key": `${key}.${place}` },
          body: { kind: "caldav", name, url, all_day_busy: wholeDays, ...signIn },
          throwOnError: true,
        });
        onOne(url);
      }
    },
    { onDone },
  );
}

/** Changes an agenda; what the input leaves out stays. */
export function useReplace(onDone: () => void) {
  return useWrite(
    async (edit: { calendar: OutsideCalendar; input: OutsideCalendarInput }, key: string) => {
      const { data } = await replaceOutsideCalendar({
        path: { calendar_id: edit.calendar.id },
        headers: { "If-Match": etag(edit.calendar.version), "Idempotency-Key": key },
        body: edit.input,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** Reads a newer file in place of the last one. */
export function useReplaceFile() {
  return useWrite(
    async ({ calendar, file }: { calendar: OutsideCalendar; file: string }, key: string) => {
      const { data } = await replaceOutsideCalendarFile({
        path: { calendar_id: calendar.id },
        headers: {
          "Content-Type": "text/calendar",
          "Idempotency-Key": key,
          "If-Match": etag(calendar.version),
        },
        body: file,
        bodySerializer: (body) => body,
        throwOnError: true,
      });
      return data;
    },
  );
}

/** Reads it again now. */
export function useRefresh() {
  return useWrite(async (id: string, key: string) => {
    const { data } = await refreshOutsideCalendar({
      path: { calendar_id: id },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    });
    return data;
  });
}

/** Stops reading it; its busy time goes. */
export function useForget() {
  return useWrite(
    async ({ id, version, leaving }: OutsideCalendar & { leaving: boolean }, key: string) => {
      await deleteOutsideCalendar({
        path: { calendar_id: id },
        headers: { "If-Match": etag(version), "Idempotency-Key": key },
        keepalive: leaving,
        throwOnError: true,
      });
    },
  );
}

/** Makes a new secret address; the one before ends. */
export function useRenewFeed() {
  return useWrite(async (withOpenings: boolean, key: string) => {
    const { data } = await renewCalendarFeed({
      headers: { "Idempotency-Key": key },
      body: { with_openings: withOpenings },
      throwOnError: true,
    });
    return data;
  });
}

/** Ends the address. */
export function useRevokeFeed() {
  return useWrite(async (_: null, key: string) => {
    await revokeCalendarFeed({ headers: { "Idempotency-Key": key }, throwOnError: true });
  });
}
