import type { QueryClient } from "@tanstack/react-query";
import { setSessionEnded } from "./answers";
import {
  acceptInvitation,
  chooseDelegation,
  completeSignIn,
  createSession,
  type FactorAsked,
  type FactorProof,
  type InvitationAcceptance,
  type Me,
} from "./api";
import { setCsrfToken } from "./http";
import { problemSentence } from "./problems";
import { begin, learn, meOptions } from "./session";

/** Ways into a session: a password, then the second factor of who has one. */

/** Null: one is in. A sentence: why not. Else what is asked besides the password. */
export type Entered = string | FactorAsked | null;

export type Door = {
  signIn: (email: string, password: string) => Promise<Entered>;
  /** Resolves to null once signed in, else to the sentence that says why not. */
  prove: (proof: FactorProof) => Promise<string | null>;
};

type Answer = { data?: Me | FactorAsked; error?: unknown };

function isAsked(data: Me | FactorAsked): data is FactorAsked {
  return "expires_at" in data;
}

async function through(
  call: () => Promise<Answer>,
  opened: (me: Me) => void | Promise<void>,
): Promise<Entered> {
  try {
    const { data, error } = await call();
    if (!data) return problemSentence(error);
    if (isAsked(data)) return data;
    await opened(data);
    return null;
  } catch (unreachable) {
    return problemSentence(unreachable);
  }
}

/** What proves a second factor here; `opened` is called with who is signed in then. */
function proving(opened: (me: Me) => void | Promise<void>): Door["prove"] {
  return async (proof) => {
    const entered = await through(() => completeSignIn({ body: proof }), opened);
    return typeof entered === "string" ? entered : null;
  };
}

/**
 * The door that opens a session, then calls `opened`. `origin`: the platform that one comes from, as the
 * address of the page says.
 */
export function door(opened: (me: Me) => void | Promise<void>, origin?: string): Door {
  return {
    signIn: (email, password) =>
      through(() => createSession({ body: { email, password, origin } }), opened),
    prove: proving(opened),
  };
}

/** Somebody is signed in: nothing of a session before is kept. */
export function settle(queries: QueryClient, me: Me): void {
  queries.clear();
  queries.setQueryData(meOptions.queryKey, begin(me));
  setSessionEnded(null);
}

/**
 * Takes up an invitation, which opens a session.
 *
 * @returns what is asked besides the password, with what to prove it; null once signed in
 * @throws what the server refused
 */
export async function enterByInvitation(
  body: InvitationAcceptance,
  opened: (me: Me) => void | Promise<void>,
): Promise<{ asked: FactorAsked; prove: Door["prove"] } | null> {
  const { data } = await acceptInvitation({ body, throwOnError: true });
  if (isAsked(data)) return { asked: data, prove: proving(opened) };
  await opened(data);
  return null;
}

/**
 * Opens the session again under the page that it left, whose typed text is still there. Somebody else
 * who signs in gets a new page instead, with nothing of the one before.
 */
export function doorAgain(queries: QueryClient, before: Me): Door {
  return door((now) => goOn(queries, before, now));
}

/** Goes on with the page of `before`, for who is signed in now. */
export async function goOn(queries: QueryClient, before: Me, now: Me): Promise<void> {
  const same = now.id === before.id && now.community?.id === before.community?.id;
  if (same) setCsrfToken(now.csrf_token);
  const me = same && !now.second_factor_owed ? await forTheSame(before, now) : null;
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
