import type { QueryClient } from "@tanstack/react-query";
import { setSessionEnded } from "../../answers";
import { chooseDelegation, createSession, getMe, type Me } from "../../api";
import { setCsrfToken } from "../../http";
import { problemSentence } from "../../problems";
import { learn, meOptions } from "../../session";

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
    await goOn(queries, before, data);
    return null;
  } catch (unreachable) {
    return problemSentence(unreachable);
  }
}

/** The same for who signed in again in another tab, by Pro Santé Connect; nothing as long as nobody did. */
export async function signedInElsewhere(queries: QueryClient, before: Me): Promise<void> {
  const { data } = await getMe();
  const choosing = data?.practice === null && data.practices.length > 1;
  if (data && !choosing) await goOn(queries, before, data);
}

async function goOn(queries: QueryClient, before: Me, now: Me): Promise<void> {
  const same = now.id === before.id && now.community?.id === before.community?.id;
  setCsrfToken(now.csrf_token);
  const me = same ? await forTheSame(before, now) : null;
  if (me === null) {
    window.location.assign("/");
    return;
  }
  queries.setQueryData(meOptions.queryKey, learn(me));
  setSessionEnded(null);
  void queries.invalidateQueries();
}

/** The new session, for the professional for whom the page was opened; null when that is over. */
async function forTheSame(before: Me, now: Me): Promise<Me | null> {
  const wanted = before.acting_for?.delegation_id;
  if (now.acting_for?.delegation_id === wanted) return now;
  if (wanted === undefined) return null;
  const { data } = await chooseDelegation({ body: { delegation_id: wanted } });
  return data ?? null;
}
