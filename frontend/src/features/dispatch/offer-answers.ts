import { useSyncExternalStore } from "react";
import {
  acceptOffer,
  type DeclineReason,
  declineOffer,
  type Problem,
  type ProblemType,
} from "../../api";
import { isProblem, SIGNED_OUT } from "../../problems";

/**
 * The answers on their way to the server. Each is written on the device before it is sent and forgotten
 * when the server has answered, so that neither a dead network nor a closed page loses it; it is sent
 * again with the same key, so that it cannot count twice. Nothing in it says who the person is.
 */

export type Decision =
  | {
      kind: "accept";
      slotId: string | null;
      startsAt: string | null;
      /** For a death: in how many minutes one is there. */
      etaMinutes?: number;
    }
  | { kind: "decline"; reason: DeclineReason; notBefore: string | null };

/** `sending`: on its way. `kept`: no network, it leaves by itself when there is one. */
export type Standing = "sending" | "kept";

export type Outcome =
  | { name: "done"; decision: Decision }
  | { name: "kept" }
  | { name: "refused"; problem: Problem };

type Answer = { offerId: string; key: string; decision: Decision; standing: Standing; at: number };

export type Answers = {
  standing: ReadonlyMap<string, { standing: Standing; decision: Decision }>;
  /** Declined here, be it still to be taken back: no card is shown any more. */
  held: ReadonlySet<string>;
  /** Why the last answer to an offer was refused. */
  refused: ReadonlyMap<string, Problem>;
  /** Grows with each answer that the server took or refused: what is on screen is then old. */
  settled: number;
};

const AGAIN_MS = 10_000;
const OLDEST_MS = 24 * 60 * 60_000;

/** The server did not say no to the answer itself: it is worth sending again. */
const TRY_AGAIN: ReadonlySet<ProblemType> = new Set([
  ...SIGNED_OUT,
  "csrf_token_missing",
  "server_error",
  "not_ready",
]);

let account: string | null = null;
let answers: Answer[] = [];
let snapshot: Answers = {
  standing: new Map(),
  held: new Set(),
  refused: new Map(),
  settled: 0,
};
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function place(): string {
  return `maillage.answers.${account}`;
}

function write(): void {
  try {
    if (answers.length > 0) localStorage.setItem(place(), JSON.stringify(answers));
    else localStorage.removeItem(place());
  } catch {
    // A browser that keeps nothing: the answers live as long as the page.
  }
}

function read(): Answer[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place()) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return (kept as Answer[])
      .filter(({ at }) => Date.now() - at < OLDEST_MS)
      .map((answer) => ({ ...answer, standing: "kept" }));
  } catch {
    return [];
  }
}

function become(next: Answer[], change: Partial<Omit<Answers, "standing">> = {}): void {
  answers = next;
  write();
  snapshot = {
    ...snapshot,
    ...change,
    standing: new Map(
      next.map(({ offerId, standing, decision }) => [offerId, { standing, decision }]),
    ),
  };
  const waiting = next.some(({ standing }) => standing === "kept");
  if (waiting && timer === undefined) timer = setInterval(sendKept, AGAIN_MS);
  if (!waiting) {
    clearInterval(timer);
    timer = undefined;
  }
  for (const listener of listeners) listener();
}

function without(offerId: string): Answer[] {
  return answers.filter((answer) => answer.offerId !== offerId);
}

function heldWithout(offerId: string): Set<string> {
  const held = new Set(snapshot.held);
  held.delete(offerId);
  return held;
}

function refusals(offerId: string, problem?: Problem): Map<string, Problem> {
  const known = new Map(snapshot.refused);
  if (problem) known.set(offerId, problem);
  else known.delete(offerId);
  return known;
}

async function call({ offerId, key, decision }: Answer, leaving: boolean): Promise<void> {
  const common = {
    path: { offer_id: offerId },
    headers: { "Idempotency-Key": key },
    keepalive: leaving,
    throwOnError: true,
  } as const;
  if (decision.kind === "accept") {
    const { slotId, etaMinutes } = decision;
    await acceptOffer({
      ...common,
      body: {
        ...(slotId && { slot_id: slotId }),
        ...(etaMinutes !== undefined && { eta_minutes: etaMinutes }),
      },
    });
  } else {
    const { reason, notBefore } = decision;
    await declineOffer({
      ...common,
      body: { reason, ...(notBefore && { not_before: notBefore }) },
    });
  }
}

async function send(answer: Answer, leaving = false): Promise<Outcome> {
  const { offerId, decision } = answer;
  become([...without(offerId), { ...answer, standing: "sending" }], {
    refused: refusals(offerId),
    held: heldWithout(offerId),
  });
  try {
    await call(answer, leaving);
    const held = heldWithout(offerId);
    if (decision.kind === "decline") held.add(offerId);
    become(without(offerId), { settled: snapshot.settled + 1, held });
    return { name: "done", decision };
  } catch (failure) {
    if (isProblem(failure) && !TRY_AGAIN.has(failure.type)) {
      become(without(offerId), {
        settled: snapshot.settled + 1,
        refused: refusals(offerId, failure),
      });
      return { name: "refused", problem: failure };
    }
    become([...without(offerId), { ...answer, standing: "kept" }]);
    return { name: "kept" };
  }
}

function sendKept(): void {
  if (!navigator.onLine) return;
  for (const answer of answers) if (answer.standing === "kept") void send(answer);
}

/** Opens the answers of an account: those kept on this device leave at once. */
export function openAnswers(accountId: string): void {
  if (account === accountId) return;
  account = accountId;
  become(read());
  window.addEventListener("online", sendKept);
  sendKept();
}

/** Answers an offer, now or as soon as there is a network. */
export function answer(offerId: string, decision: Decision, leaving = false): Promise<Outcome> {
  const key = crypto.randomUUID();
  return send({ offerId, key, decision, standing: "sending", at: Date.now() }, leaving);
}

/** Declined, and still to be taken back: the card leaves the list, nothing is sent. */
export function holdBack(offerId: string): void {
  become(answers, { held: new Set(snapshot.held).add(offerId) });
}

/** Shows again the card of an offer that was held back. */
export function release(offerId: string): void {
  become(answers, { held: heldWithout(offerId) });
}

/** Takes back an answer that waits for a network. */
export function takeBack(offerId: string): void {
  const known = answers.find((one) => one.offerId === offerId);
  if (known?.standing !== "kept") return;
  // It may have arrived all the same, with only its receipt lost: read again what the server knows.
  become(without(offerId), { settled: snapshot.settled + 1 });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The answers on their way, and what became of the last ones. */
export function useAnswers(): Answers {
  return useSyncExternalStore(subscribe, () => snapshot);
}
