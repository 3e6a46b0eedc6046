import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { retrySasTransmission, type SasTransmission, type SasTransmissionState } from "../../api";
import { listSasTransmissionsInfiniteOptions } from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { useWrite } from "../../writes";

/** What is shown of the transmissions, as the address of the page carries it. */
export type TransmissionSearch = { etat?: "attente" | "refus" };

const STATE: Record<NonNullable<TransmissionSearch["etat"]>, SasTransmissionState> = {
  attente: "waiting",
  refus: "failed",
};

/** Whatever is in the address, made into a search; what is not understood is left out. */
export function readTransmissionSearch({ etat }: Record<string, unknown>): TransmissionSearch {
  return { etat: etat === "attente" || etat === "refus" ? etat : undefined };
}

/** The transmissions, the last changed first, page after page, read again by themselves. */
export function useTransmissions({ etat }: TransmissionSearch) {
  return useInfiniteQuery({
    ...listSasTransmissionsInfiniteOptions({ query: { state: etat && STATE[etat] } }),
    ...live,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** Sends one again now. */
export function useRetry() {
  return useWrite(async (transmission: SasTransmission, key) => {
    const { data } = await retrySasTransmission({
      path: { transmission_id: transmission.id },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    });
    return data;
  });
}
