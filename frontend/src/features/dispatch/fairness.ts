import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { LoadPeriod, MemberLoad } from "../../api";
import { getMyBalanceOptions, listMemberLoadOptions } from "../../api/@tanstack/react-query.gen";

const A_MINUTE = 60_000;

/** What I gave and received over a period. */
export function useBalance(period: LoadPeriod) {
  return useQuery({
    ...getMyBalanceOptions({ query: { period } }),
    staleTime: A_MINUTE,
    placeholderData: keepPreviousData,
  });
}

/** What each member was asked, gave and received over a period. */
export function useMemberLoads(period: LoadPeriod) {
  return useQuery({
    ...listMemberLoadOptions({ query: { period } }),
    staleTime: A_MINUTE,
    placeholderData: keepPreviousData,
  });
}

/** What the list of members can be sorted by. */
export type LoadOrder = "name" | "asked" | "silent" | "accepted" | "balance" | "cap";

/** Given less received, by requests and by slots: below nought, a member asks the others for more than they take. */
export function balanceOf({ given, received }: MemberLoad): number {
  return given.accepted + given.slots - received.found - received.slots;
}

/** How much of the week's cap is left; nought from the cap on. */
export function leftOf({ weekly_cap, accepted_this_week }: MemberLoad): number {
  return Math.max(0, weekly_cap - accepted_this_week);
}

const RANK: Record<LoadOrder, (row: MemberLoad) => number> = {
  name: () => 0,
  asked: ({ given }) => -given.asked,
  silent: ({ given }) => -given.lapsed,
  accepted: ({ given }) => -given.accepted,
  balance: balanceOf,
  cap: leftOf,
};

/** The members in an order; those who are equal stay by name, as the server lists them. */
export function inOrder(rows: readonly MemberLoad[], order: LoadOrder): MemberLoad[] {
  const rank = RANK[order];
  return [...rows].sort((one, other) => rank(one) - rank(other));
}

/** A median in French: "2" or "2,5". */
export function middle(value: number): string {
  return value.toLocaleString("fr-FR", { maximumFractionDigits: 1 });
}

/** Minutes of care: "45 min", "3 h", "3 h 20". */
export function lasting(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}
