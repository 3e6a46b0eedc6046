import { type QueryClient, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { setActingOver } from "./answers";
import { chooseCommunity, chooseDelegation, deleteSession, getMe, type Me } from "./api";
import { learnServerTime } from "./clock";
import { setActingFor, setCsrfToken } from "./http";
import { isProblem, problemSentence, SIGNED_OUT } from "./problems";
import { announce } from "./ui/announce";
import { sendNow } from "./undo";

/**
 * For whom this page was opened; undefined: not known yet. Another tab may choose somebody else in the
 * meantime: this page then stops, rather than go on for them.
 */
let openedFor: string | null | undefined;

/** Keeps what the next calls carry, and for whom this page is. */
export function learn(me: Me | null): Me | null {
  setCsrfToken(me?.csrf_token ?? null);
  if (me) learnServerTime(me.server_time);
  const now = me?.acting_for?.delegation_id ?? null;
  if (openedFor === undefined) {
    openedFor = me ? now : undefined;
    setActingFor(now);
  } else if (me) setActingOver(now !== openedFor);
  return me;
}

function isForAnother(me: Me): boolean {
  return openedFor !== undefined && openedFor !== (me.acting_for?.delegation_id ?? null);
}

/** What was known belongs to another session: the next answer says for whom this page is. */
export function begin(me: Me): Me {
  openedFor = undefined;
  setActingOver(false);
  learn(me);
  return me;
}

/** Who am I, what may I. `null`: nobody is signed in. */
export const meOptions = queryOptions({
  queryKey: ["me"],
  staleTime: 5 * 60_000,
  queryFn: async ({ client }): Promise<Me | null> => {
    const { data, error } = await getMe();
    if (data) {
      const before = client.getQueryData<Me | null>(["me"]);
      learn(data);
      // The page stays whose it was, under what says that it is over.
      return before && isForAnother(data) ? before : data;
    }
    if (isProblem(error) && SIGNED_OUT.has(error.type)) return learn(null);
    throw error;
  },
});

/** The person signed in. Only under a route that has checked that there is one. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meOptions);
  if (data === null) throw new Error("Nobody is signed in: this route should have redirected.");
  return data;
}

/**
 * Closes the session and leaves by a new page, so that nothing that was read in it stays in memory.
 * What still waited to be taken back is sent first. The page says so where it is over too: Pro Santé Connect.
 */
export async function leave(queries: QueryClient): Promise<void> {
  sendNow();
  const { data } = await deleteSession();
  queries.clear();
  window.location.assign(data?.continue_at ?? "/connexion");
}

/** Goes on working in another community of one's own, from its first page and with nothing kept. */
export async function switchCommunity(communityId: string): Promise<void> {
  sendNow();
  const { error } = await chooseCommunity({ body: { community_id: communityId } });
  if (error) announce(problemSentence(error));
  else window.location.assign("/");
}

/**
 * Acts for another professional from now on, from their first page (or that one) and with nothing kept.
 *
 * @returns whether the browser leaves for that page; what is said when it does not was announced
 */
export async function switchDoctor(delegationId: string, page = "/"): Promise<boolean> {
  sendNow();
  const { error } = await chooseDelegation({ body: { delegation_id: delegationId } });
  if (error) announce(problemSentence(error));
  else window.location.assign(page);
  return !error;
}

/**
 * Acts again for the professional for whom this page was opened; what was typed in it is kept.
 *
 * @returns null once that is so, else the sentence that says why not
 */
export async function actAgain(queries: QueryClient, delegationId: string): Promise<string | null> {
  const { data, error } = await chooseDelegation({ body: { delegation_id: delegationId } });
  if (!data) return problemSentence(error);
  queries.setQueryData(meOptions.queryKey, learn(data));
  void queries.invalidateQueries();
  return null;
}
