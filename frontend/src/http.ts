import { answered, setSessionEnded, unanswered } from "./answers";
import type { CreateClientConfig } from "./api/client.gen";
import { readsByItself } from "./attention";
import { learnServerTime } from "./clock";

/**
 * What every call to the server carries and teaches: the CSRF token and an idempotency key on writes,
 * whether the page reads by itself, the server's clock from its answers. The session itself is a cookie
 * that scripts cannot read.
 */

const READS = new Set(["GET", "HEAD"]);
const SESSION_UNKNOWN = 401;
const GATEWAY_FAILED = new Set([502, 503, 504]);

let csrfToken: string | null = null;

/** Keeps the token that `GET /me` answered; `null` once signed out. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

function opensSession({ method, url }: Request): boolean {
  return method === "POST" && url.endsWith("/api/v1/session");
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
  const response = await reach(request);
  learnServerTime(response.headers.get("Date"));
  if (response.status === SESSION_UNKNOWN && csrfToken !== null && !opensSession(request)) {
    setSessionEnded(true);
  }
  return response;
}

/** Read by the generated client when it starts. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: window.location.origin,
  credentials: "same-origin",
  fetch: call,
});
