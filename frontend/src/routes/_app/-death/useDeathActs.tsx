import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { CaseAction, DeathLinked } from "../../../api";
import { type DeathAct, useDeathAct } from "../../../features/death_certifications/requests";
import { type Steering, useSteering } from "../../../features/dispatch/coordinator";
import { problemSentence } from "../../../problems";
import { undoable } from "../../../undo";

const DeathSheet = lazy(async () => ({ default: (await import("./DeathSheet")).DeathSheet }));

/** What the acts need to know of a request, whether it is a row of the board or the page of it. */
export type DeathSubject = {
  id: string;
  version: number;
  number: string;
  wave: number | null;
  dispatch_id: string | null;
  /** What it may be a duplicate of; null where it is not known. */
  duplicates: readonly DeathLinked[] | null;
};

export type DeathActs = {
  /** Does it, or opens the sheet that asks what is missing. */
  act: (subject: DeathSubject, action: CaseAction) => void;
  /** Does it at once. */
  send: (subject: DeathSubject, act: DeathAct) => void;
  sheet: ReactNode;
  /** What the last act was refused for. */
  problem: string | null;
  busy: boolean;
};

/** Done on the page of the request, where all that they need is said. */
const ON_ITS_PAGE = new Set<CaseAction>(["complete", "share_with_family"]);

const STEERS = new Set<CaseAction>(["pause", "resume", "relaunch", "widen"]);

/** Everything that can be done to a request to certify a death; what closes it can be taken back. */
export function useDeathActs(): DeathActs {
  const [asking, setAsking] = useState<{ subject: DeathSubject; action: CaseAction } | null>(null);
  const request = useDeathAct();
  const steering = useSteering();
  const navigate = useNavigate();
  const close = () => setAsking(null);

  function send({ id, version }: DeathSubject, act: DeathAct, leaving = false) {
    steering.reset();
    request.mutate({ requestId: id, version, act, leaving });
  }
  function later(subject: DeathSubject, sentence: string, act: DeathAct) {
    undoable({
      sentence: `${subject.number} ${sentence}`,
      commit: (leaving) => send(subject, act, leaving),
    });
  }
  function act(subject: DeathSubject, action: CaseAction) {
    request.reset();
    steering.reset();
    const { dispatch_id: dispatchId, wave } = subject;
    if (STEERS.has(action)) {
      if (dispatchId) steering.mutate({ dispatchId, act: action as Steering, wave });
    } else if (action === "arrive") send(subject, { kind: "arrive" });
    else if (action === "undo_duplicate") send(subject, { kind: "undo_duplicate" });
    else if (ON_ITS_PAGE.has(action))
      void navigate({ to: "/deces/$id", params: { id: subject.id } });
    else setAsking({ subject, action });
  }
  const refused = request.error ?? steering.error;
  return {
    act,
    send,
    sheet: asking && (
      <Suspense fallback={null}>
        <DeathSheet {...asking} send={send} later={later} onClose={close} />
      </Suspense>
    ),
    problem: refused ? problemSentence(refused) : null,
    busy: request.isPending || steering.isPending,
  };
}
