import { type QueryClient, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { setSessionEnded } from "./answers";
import { chooseCommunity, createSession, deleteSession, getMe, type Me } from "./api";
import { learnServerTime } from "./clock";
import { setCsrfToken } from "./http";
import { isProblem, problemSentence } from "./problems";
import { announce } from "./ui/announce";
import { sendNow } from "./undo";

function learn(me: Me | null): Me | null {
  setCsrfToken(me?.csrf_token ?? null);
  if (me) learnServerTime(me.server_time);
  return me;
}

/** Who am I, what may I. `null`: nobody is signed in. */
export const meOptions = queryOptions({
  queryKey: ["me"],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Me | null> => {
    const { data, error } = await getMe();
    if (data) return learn(data);
    if (isProblem(error) && error.type === "not_signed_in") return learn(null);
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
 * Opens a session.
 *
 * @returns null once signed in, else the sentence that says why not
 */
export async function signIn(
  queries: QueryClient,
  email: string,
  password: string,
): Promise<string | null> {
  try {
    const { data, error } = await createSession({ body: { email, password } });
    if (!data) return problemSentence(error);
    queries.clear();
    queries.setQueryData(meOptions.queryKey, learn(data));
    setSessionEnded(false);
    return null;
  } catch (unreachable) {
    return problemSentence(unreachable);
  }
}

/**
 * Opens the session again under the page that it left, whose typed text is still there. Somebody else
 * who signs in gets a new page instead, with nothing of the one before.
 *
 * @returns null once signed in, else the sentence that says why not
 */
export async function signInAgain(
  queries: QueryClient,
  before: Me,
  email: string,
  password: string,
): Promise<string | null> {
  try {
    const { data, error } = await createSession({ body: { email, password } });
    if (!data) return problemSentence(error);
    if (data.id !== before.id || data.community?.id !== before.community?.id) {
      window.location.assign("/");
      return null;
    }
    queries.setQueryData(meOptions.queryKey, learn(data));
    setSessionEnded(false);
    void queries.invalidateQueries();
    return null;
  } catch (unreachable) {
    return problemSentence(unreachable);
  }
}

/**
 * Closes the session and leaves by a new page, so that nothing that was read in it stays in memory.
 * What still waited to be taken back is sent first.
 */
export async function leave(queries: QueryClient): Promise<void> {
  sendNow();
  await deleteSession();
  queries.clear();
  window.location.assign("/connexion");
}

/** Goes on working in another community of one's own, from its first page and with nothing kept. */
export async function switchCommunity(communityId: string): Promise<void> {
  sendNow();
  const { error } = await chooseCommunity({ body: { community_id: communityId } });
  if (error) announce(problemSentence(error));
  else window.location.assign("/");
}
