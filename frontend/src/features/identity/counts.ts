import { useQuery } from "@tanstack/react-query";
import type { Me } from "../../api";
import {
  countCasesOptions,
  listDeliveriesOptions,
  listNotificationsOptions,
  listOffersOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";

/** How many things wait behind each place of the navigation; undefined: not known, or none of mine. */
export type Counts = { board?: number; offers?: number; messages?: number; deliveries?: number };

const MOST_OFFERS = 50;

/** The counts of the navigation, read again by themselves; only what this person may read is asked. */
export function useCounts(me: Me): Counts {
  const may = (scope: string) => me.community !== null && me.scopes.includes(scope);
  const board = useQuery({ ...countCasesOptions(), ...live, enabled: may("board:read") });
  const offers = useQuery({
    ...listOffersOptions({ query: { state: "pending", limit: MOST_OFFERS } }),
    ...live,
    enabled: may("offers:answer"),
  });
  const messages = useQuery({
    ...listNotificationsOptions({ query: { unread: true, limit: 1 } }),
    ...live,
    enabled: may("notifications:read"),
  });
  const deliveries = useQuery({
    ...listDeliveriesOptions({ query: { state: "failed", limit: 1 } }),
    ...live,
    enabled: may("deliveries:read"),
  });
  return {
    board: board.data?.items.reduce((sum, count) => sum + count.waits_for_coordinator, 0),
    offers: offers.data?.items.length,
    messages: messages.data?.unread,
    deliveries: deliveries.data?.failed,
  };
}
