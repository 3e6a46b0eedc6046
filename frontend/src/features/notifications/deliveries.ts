import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Delivery, type DeliveryChannel, type DeliveryState, retryDelivery } from "../../api";
import {
  getDeliveryOptions,
  listDeliveriesInfiniteOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { useWrite } from "../../writes";

/** What is shown of the sendings, as the address of the page carries it. */
export type DeliverySearch = {
  etat?: "attente" | "echec";
  par?: DeliveryChannel;
  /** The one whose text is read, in the panel. */
  envoi?: string;
};

/** The ways of sending, as the filters show them. */
export const CHANNELS: DeliveryChannel[] = ["screen", "sms", "push", "email"];

const STATE: Record<NonNullable<DeliverySearch["etat"]>, DeliveryState> = {
  attente: "queued",
  echec: "failed",
};

/** Whatever is in the address, made into a search; what is not understood is left out. */
export function readDeliverySearch(search: Record<string, unknown>): DeliverySearch {
  const { etat, par, envoi } = search;
  return {
    etat: etat === "attente" || etat === "echec" ? etat : undefined,
    par: CHANNELS.find((channel) => channel === par),
    envoi: typeof envoi === "string" ? envoi : undefined,
  };
}

/** The sendings, newest first, page after page, read again by themselves. */
export function useDeliveries({ etat, par }: DeliverySearch) {
  return useInfiniteQuery({
    ...listDeliveriesInfiniteOptions({
      query: { state: etat && STATE[etat], channel: par },
    }),
    ...live,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** One sending with its text. */
export function useDelivery(id: string | undefined) {
  return useQuery({
    ...getDeliveryOptions({ path: { delivery_id: id ?? "" } }),
    enabled: id !== undefined,
  });
}

/** Tries one again now. */
export function useRetry() {
  return useWrite(async (delivery: Delivery, key) => {
    const { data } = await retryDelivery({
      path: { delivery_id: delivery.id },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    });
    return data;
  });
}
