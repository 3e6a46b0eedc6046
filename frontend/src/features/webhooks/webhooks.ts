import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  pauseWebhookEndpoint,
  replayWebhookDeliveries,
  resumeWebhookEndpoint,
  retryWebhookDelivery,
  rotateWebhookSecret,
  type WebhookDelivery,
  type WebhookDeliveryState,
  type WebhookEndpoint,
  type WebhookEndpointInput,
} from "../../api";
import {
  listWebhookClientsOptions,
  listWebhookDeliveriesInfiniteOptions,
  listWebhookEndpointsOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { useWrite } from "../../writes";
import type { WebhookSearch } from "./search";

const STATE: Record<NonNullable<WebhookSearch["etat"]>, WebhookDeliveryState> = {
  attente: "waiting",
  echec: "failed",
};

/** A community has few pieces of software: one page of the list holds them all. */
const ALL = { query: { limit: 200 } };

/** The software that may be told something. */
export function useClients() {
  return useQuery({ ...listWebhookClientsOptions(ALL), select: ({ items }) => items });
}

/** The addresses, the newest first, read again by themselves. */
export function useEndpoints() {
  return useQuery({
    ...listWebhookEndpointsOptions(ALL),
    ...live,
    select: ({ items }) => items,
  });
}

/** What was sent, the newest first, page after page, read again by itself. */
export function useWebhookDeliveries({ etat }: WebhookSearch) {
  return useInfiniteQuery({
    ...listWebhookDeliveriesInfiniteOptions({ query: { state: etat && STATE[etat] } }),
    ...live,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** Declares an address; the answer alone holds its secret. */
export function useCreate() {
  return useWrite(async (body: WebhookEndpointInput, key) => {
    const headers = { "Idempotency-Key": key };
    return (await createWebhookEndpoint({ body, headers, throwOnError: true })).data;
  });
}

/** Another secret; the answer alone holds it. */
export function useRotate() {
  return useWrite(async (endpoint_id: string, key) => {
    const headers = { "Idempotency-Key": key };
    return (await rotateWebhookSecret({ path: { endpoint_id }, headers, throwOnError: true })).data;
  });
}

/** Pauses an active address, and takes any other up again. */
export function usePauseOrResume() {
  return useWrite(async ({ id, actions }: WebhookEndpoint, key) => {
    const move = actions.includes("pause") ? pauseWebhookEndpoint : resumeWebhookEndpoint;
    const headers = { "Idempotency-Key": key };
    return (await move({ path: { endpoint_id: id }, headers, throwOnError: true })).data;
  });
}

/** Forgets an address and what it was told. */
export function useDelete() {
  return useWrite(async (endpoint_id: string, key) => {
    const headers = { "Idempotency-Key": key };
    await deleteWebhookEndpoint({ path: { endpoint_id }, headers, throwOnError: true });
  });
}

/** Sends again all that failed since an instant. */
export function useReplay() {
  return useWrite(async ({ id, since }: { id: string; since: string }, key) => {
    const answer = await replayWebhookDeliveries({
      path: { endpoint_id: id },
      headers: { "Idempotency-Key": key },
      body: { since },
      throwOnError: true,
    });
    return answer.data;
  });
}

/** Sends one again now. */
export function useRetryDelivery() {
  return useWrite(async ({ id }: WebhookDelivery, key) => {
    const headers = { "Idempotency-Key": key };
    const path = { webhook_delivery_id: id };
    return (await retryWebhookDelivery({ path, headers, throwOnError: true })).data;
  });
}
