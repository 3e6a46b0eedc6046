import { answered, type SessionEnd, setActingOver, setSessionEnded, unanswered } from "./answers";
import type { CreateClientConfig } from "./api/client.gen";
import { readsByItself } from "./attention";
import { learnServerTime } from "./clock";

/**
 * What every call to the server carries and teaches: the CSRF token and an idempotency key on writes,
 * for whom one acts, whether the page reads by itself, the server's clock from its answers. The session itself is a cookie
 * that scripts cannot read.
 */

const READS = new Set(["GET", "HEAD"]);
const SESSION_UNKNOWN = 401;
const REFUSED = 403;
const GATEWAY_FAILED = new Set([502, 503, 504]);

let csrfToken: string | null = null;

/** Keeps the token that `GET /me` answered; `null` once signed out. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

let actingFor: string | null = null;

/** Keeps for whom this page was opened: the delegation that every call of it names. */
export function setActingFor(delegationId: string | null): void {
  actingFor = delegationId;
}

/** What the server called its refusal; undefined when it is none of ours. */
async function typeOf(response: Response): Promise<unknown> {
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return ((problem ?? {}) as { type?: unknown }).type;
}

/** Did the server refuse because the session acts for somebody else by now, or for nobody? */
async function refusesActing(response: Response): Promise<boolean> {
  if (response.status !== REFUSED || actingFor === null) return false;
  const type = await typeOf(response);
  return type === "delegation_ended" || type === "acting_for_another";
}

async function endOf(response: Response): Promise<SessionEnd> {
  const type = await typeOf(response);
  return type === "session_idle" ? "idle" : type === "session_ended" ? "ended" : "unknown";
}

function opensSession({ method, url }: Request): boolean {
  return method === "POST" && /\/api\/v1\/session(\/second-factor)?$/.test(url);
}

async function reach(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (GATEWAY_FAILED.has(response.status)) unanswered();
    else answered();
    return response;
  } catch (failure) {
    // A call that the page itself gave up says nothing of the network.
    if (!request.signal.aborted) unanswered();
    throw failure;
  }
}

/**
 * A session that gains rights, or whose password changes, goes on under another cookie: what was under way with
 * the one before is unknown, and asked once more with the present one.
 */
async function inSession(request: Request): Promise<Response> {
  const response = await reach(request);
  const mayBeOvertaken =
    response.status === SESSION_UNKNOWN && csrfToken !== null && READS.has(request.method);
  if (!mayBeOvertaken || (await endOf(response)) !== "unknown") return response;
  return reach(new Request(request));
}

async function call(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  if (READS.has(request.method)) {
    if (readsByItself()) request.headers.set("X-Background", "1");
  } else {
    if (csrfToken !== null) request.headers.set("X-CSRF-Token", csrfToken);
    // One key a call, so that a retry by the network below cannot write twice.
    if (!request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
  }
  if (actingFor !== null) request.headers.set("X-Acting-For", actingFor);
  const response = await inSession(request);
  learnServerTime(response.headers.get("Date"));
  if (response.status === SESSION_UNKNOWN && csrfToken !== null && !opensSession(request)) {
    setSessionEnded(await endOf(response));
  }
  if (await refusesActing(response)) setActingOver(true);
  return response;
}

/** Read by the generated client when it starts. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: window.location.origin,
  credentials: "same-origin",
  fetch: call,
});
