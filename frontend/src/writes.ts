import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { isProblem } from "./problems";

/** The version that was read, as `If-Match` wants it. */
export function etag(version: number): string {
  return `"${version}"`;
}

/** A request as it was read, to act on. */
export type RequestRead = {
  requestId: string;
  version: number;
  /** The page is going away: the call must outlive it. */
  leaving?: boolean;
};

/** What every act on a request is sent with: refused when it has changed since, done once under one key. */
export function actCall({ requestId, version, leaving }: RequestRead, key: string) {
  return {
    path: { request_id: requestId },
    headers: { "If-Match": etag(version), "Idempotency-Key": key },
    keepalive: leaving,
    throwOnError: true,
  } as const;
}

type WriteOptions<O> = {
  onDone?: (answer: O) => void;
  /** Writes of this name go one after the other, in the order in which they were asked for. */
  inTurn?: string;
};

/**
 * A write that can be sent again without being done twice: the same input keeps the same
 * `Idempotency-Key` until the server has answered, be it a refusal. Whatever is on screen is then read
 * again.
 *
 * @param send calls the operation with the key, and throws what the server refused
 */
export function useWrite<I, O>(
  send: (input: I, key: string) => Promise<O>,
  options: WriteOptions<O> = {},
) {
  const queries = useQueryClient();
  const last = useRef<{ body: string; key: string } | null>(null);
  return useMutation({
    scope: options.inTurn === undefined ? undefined : { id: options.inTurn },
    mutationFn: async (input: I) => {
      const body = JSON.stringify(input ?? null);
      if (last.current?.body !== body) last.current = { body, key: crypto.randomUUID() };
      try {
        const answer = await send(input, last.current.key);
        last.current = null;
        return answer;
      } catch (refused) {
        if (isProblem(refused)) last.current = null;
        throw refused;
      }
    },
    onSuccess: options.onDone,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" }),
  });
}
