import { useQuery } from "@tanstack/react-query";
import {
  type Assignment,
  assignDispatch,
  type Dispatch,
  getDispatch,
  pauseDispatch,
  relaunchDispatch,
  resumeDispatch,
  widenDispatch,
} from "../../api";
import {
  getDispatchOptions,
  listCallOffersOptions,
  listCandidatesOptions,
  listDispatchOffersOptions,
  listOpenNowOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { etag, useWrite } from "../../writes";

const ALL = 200;

/** The search for a professional, with its waves. */
export function useDispatch(dispatchId: string) {
  return useQuery({ ...getDispatchOptions({ path: { dispatch_id: dispatchId } }), ...live });
}

/** Who was asked, and what they answered. */
export function useAsked(dispatchId: string) {
  return useQuery({
    ...listDispatchOffersOptions({ path: { dispatch_id: dispatchId }, query: { limit: ALL } }),
    ...live,
  });
}

/** Who could still take it, with their next free slots. */
export function useCandidates(dispatchId: string) {
  return useQuery(
    listCandidatesOptions({ path: { dispatch_id: dispatchId }, query: { limit: ALL } }),
  );
}

/** Who accepts a call beyond their agenda, asked only when nobody is free. */
export function useCallOffers(nobodyFree: boolean) {
  return useQuery({ ...listCallOffersOptions(), enabled: nobodyFree, staleTime: 60_000 });
}

/** Where one can go or call right now. */
export function useOpenNow() {
  return useQuery({ ...listOpenNowOptions(), staleTime: 60_000, refetchInterval: 60_000 });
}

export type Steering = "pause" | "resume" | "relaunch" | "widen";

const CALL = {
  pause: pauseDispatch,
  resume: resumeDispatch,
  relaunch: relaunchDispatch,
  widen: widenDispatch,
} as const;

export type Steer = {
  dispatchId: string;
  act: Steering;
  /** The wave that was on screen: if another one has opened since, the act is not the one meant. */
  wave: number | null;
  /** The page is going away: the call must outlive it. */
  leaving?: boolean;
};

async function versionOf(dispatchId: string): Promise<Dispatch> {
  const { data } = await getDispatch({ path: { dispatch_id: dispatchId }, throwOnError: true });
  return data;
}

/** What the server would answer to a version that is no longer the current one. */
const STALE = {
  type: "stale_version",
  title: "Another wave has opened",
  status: 412,
  detail: null,
  errors: null,
  related_id: null,
} as const;

/** Pauses, resumes, relaunches or widens a search. */
export function useSteering() {
  return useWrite(async ({ dispatchId, act, wave, leaving }: Steer, key: string) => {
    const current = await versionOf(dispatchId);
    if (wave !== null && current.wave !== wave) throw STALE;
    const { data } = await CALL[act]({
      path: { dispatch_id: dispatchId },
      headers: { "If-Match": etag(current.version), "Idempotency-Key": key },
      keepalive: leaving,
      throwOnError: true,
    });
    return data;
  });
}

/** Gives a request to someone who said yes on the phone. */
export function useAssign(dispatchId: string, onDone: () => void) {
  return useWrite(
    async ({ version, body }: { version: number; body: Assignment }, key: string) => {
      const { data } = await assignDispatch({
        path: { dispatch_id: dispatchId },
        headers: { "If-Match": etag(version), "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}
