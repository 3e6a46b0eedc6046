import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { CaseAction } from "../../../api";
import { type Steering, useSteering } from "../../../features/dispatch/coordinator";
import { type OpinionAct, useOpinionAct } from "../../../features/second_opinion/opinions";
import { problemSentence } from "../../../problems";
import { undoable } from "../../../undo";

const OpinionSheet = lazy(async () => ({ default: (await import("./OpinionSheet")).OpinionSheet }));

/** What the acts need to know of a request, whether it is a row of the board or the page of it. */
export type OpinionSubject = {
  id: string;
  version: number;
  number: string;
  title: string;
  wave: number | null;
  dispatch_id: string | null;
  wished_before: string | null;
};

export type OpinionActs = {
  /** Does it, or opens the sheet that asks what is missing. */
  act: (subject: OpinionSubject, action: CaseAction) => void;
  /** Does it at once. */
  send: (subject: OpinionSubject, act: OpinionAct) => void;
  sheet: ReactNode;
  /** What the last act was refused for. */
  error: unknown;
  problem: string | null;
  busy: boolean;
};

/** Written on the page of the request. */
const ON_ITS_PAGE = new Set<CaseAction>([
  "answer_opinion",
  "ask_detail",
  "give_detail",
  "confirm_reading",
]);
const STEERS = new Set<CaseAction>(["pause", "resume", "relaunch", "widen"]);

/** Everything that can be done to a request for an opinion; what closes it can be taken back. */
export function useOpinionActs(): OpinionActs {
  const [asking, setAsking] = useState<{ subject: OpinionSubject; action: CaseAction } | null>(
    null,
  );
  const request = useOpinionAct();
  const steering = useSteering();
  const navigate = useNavigate();

  function send({ id, version }: OpinionSubject, act: OpinionAct, leaving = false) {
    steering.reset();
    request.mutate({ requestId: id, version, act, leaving });
  }
  function later(subject: OpinionSubject, sentence: string, act: OpinionAct) {
    undoable({
      sentence: `${subject.number} ${sentence}`,
      commit: (leaving) => send(subject, act, leaving),
    });
  }
  function act(subject: OpinionSubject, action: CaseAction) {
    request.reset();
    steering.reset();
    const { dispatch_id: dispatchId, wave } = subject;
    if (STEERS.has(action)) {
      if (dispatchId) steering.mutate({ dispatchId, act: action as Steering, wave });
    } else if (ON_ITS_PAGE.has(action)) {
      void navigate({ to: "/avis/$id", params: { id: subject.id } });
    } else setAsking({ subject, action });
  }
  const error = request.error ?? steering.error;
  return {
    act,
    send,
    sheet: asking && (
      <Suspense fallback={null}>
        <OpinionSheet {...asking} send={send} later={later} onClose={() => setAsking(null)} />
      </Suspense>
    ),
    error,
    problem: error ? problemSentence(error) : null,
    busy: request.isPending || steering.isPending,
  };
}
