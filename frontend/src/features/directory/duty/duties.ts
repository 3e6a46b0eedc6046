import { useQuery } from "@tanstack/react-query";
import { createDuty, type Duty, type DutyInput, deleteDuty, type Organisation } from "../../../api";
import {
  getCommunityOptions,
  listDutiesOptions,
  searchOrganisationsOptions,
  searchProfessionalsOptions,
} from "../../../api/@tanstack/react-query.gen";
import { addDays, dayKey, hour, type Instant, instantAt, longDay, millis } from "../../../time";
import { useWrite } from "../../../writes";

const DAYS = 7;
const MOST = 200;
const MOST_CALLED = 24;
const KINDS_SHOWN = ["out_of_hours", "unscheduled_care_centre", "health_centre"] as const;

export type DutyDay = { day: string; title: string; duties: Duty[] };

/** The days of the coming week on which somebody is on duty, today and tomorrow always. */
export function byDay(duties: Duty[], now: Instant): DutyDay[] {
  const today = dayKey(now);
  return Array.from({ length: DAYS }, (_, ahead) => {
    const day = addDays(today, ahead);
    const [from, to] = [instantAt(day, "00:00"), instantAt(addDays(day, 1), "00:00")];
    const name = longDay(instantAt(day, "12:00"));
    return {
      day,
      title: ahead === 0 ? `Aujourd’hui, ${name}` : ahead === 1 ? `Demain, ${name}` : name,
      // A night is shown under its morning too, today and tomorrow: paper has room for two days told so.
      duties: duties.filter(
        (duty) =>
          millis(duty.starts_at) < millis(to) &&
          millis(duty.ends_at) > millis(from) &&
          (ahead < 2 || dayKey(duty.starts_at) === day),
      ),
    };
  }).filter(({ duties: found }, ahead) => ahead < 2 || found.length > 0);
}

/** `20:00 – 8:00 le lendemain`, `jusqu’à 8:00`, `dès 20:00`: the hours of a duty on one day. */
export function dutyHours(duty: Duty, day: string): string {
  const next = addDays(day, 1);
  const begins = dayKey(duty.starts_at) === day;
  const last = dayKey(duty.ends_at);
  if (last === day)
    return begins
      ? `${hour(duty.starts_at)} – ${hour(duty.ends_at)}`
      : `jusqu’à ${hour(duty.ends_at)}`;
  if (!begins) return "toute la journée";
  if (last === next) return `${hour(duty.starts_at)} – ${hour(duty.ends_at)} le lendemain`;
  return `dès ${hour(duty.starts_at)}`;
}

/** Whether somebody is on duty at this instant. */
export function isOnDuty(duty: Duty, now: Instant): boolean {
  return millis(duty.starts_at) <= millis(now) && millis(now) < millis(duty.ends_at);
}

/** Everything that the sheet says; null until all of it was read, so that no half sheet is printed. */
export function useSheet() {
  const duties = useQuery(listDutiesOptions({ query: { limit: MOST } }));
  const structures = useQuery(searchOrganisationsOptions({ query: { limit: MOST } }));
  const called = useQuery(
    searchProfessionalsOptions({ query: { unscheduled_care: true, limit: MOST_CALLED } }),
  );
  const community = useQuery(getCommunityOptions());
  if (!duties.data || !structures.data || !called.data || !community.data) return null;
  const found = structures.data.items;
  return {
    duties: duties.data.items,
    structures: found,
    walkIn: KINDS_SHOWN.flatMap((kind) => found.filter((one) => one.kind === kind)),
    pharmacies: found.filter((one: Organisation) => one.kind === "pharmacy"),
    called: called.data.items.filter((hit) => hit.phone !== null),
    volunteers: called.data.items,
    community: community.data,
  };
}

/** Puts somebody on duty. */
export function useCreateDuty(onDone: () => void) {
  return useWrite(
    async (input: DutyInput, key: string) =>
      (await createDuty({ body: input, headers: { "Idempotency-Key": key }, throwOnError: true }))
        .data,
    { onDone },
  );
}

/** Takes a duty off the rota. */
export function useDeleteDuty() {
  return useWrite(async (dutyId: string, key: string) => {
    await deleteDuty({
      path: { duty_id: dutyId },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    });
  });
}
