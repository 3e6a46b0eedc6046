import { lazy, type ReactNode, Suspense, useState } from "react";
import { actSentence } from "../../../act-refusals";
import type { CaseAction, DischargeLine, HospitalDischargeRequest } from "../../../api";
import { type Steering, useSteering } from "../../../features/dispatch/coordinator";
import { type DischargeAct, useDischargeAct } from "../../../features/hospital_discharge/requests";
import { undoable } from "../../../undo";

const DischargeSheet = lazy(async () => ({
  default: (await import("./DischargeSheet")).DischargeSheet,
}));

export type DischargeActs = {
  /** Does it, or opens the sheet that asks what is missing. */
  act: (action: CaseAction) => void;
  /** The same of one line. */
  actOnLine: (line: DischargeLine, action: CaseAction) => void;
  sheet: ReactNode;
  /** What the last act was refused for. */
  problem: string | null;
  busy: boolean;
};

/** What is asked before it is done. */
export type Asking = { action: CaseAction; line: DischargeLine | null };

const STEERS = new Set<CaseAction>(["relaunch", "widen"]);

/** Everything that can be done to a discharge and to its lines; what ends it can be taken back. */
export function useDischargeActs(request: HospitalDischargeRequest): DischargeActs {
  const [asking, setAsking] = useState<Asking | null>(null);
  const write = useDischargeAct();
  const steering = useSteering();
  const { id, version, number } = request;

  function send(act: DischargeAct, leaving = false) {
    write.mutate({ requestId: id, version, act, leaving });
  }
  function later(sentence: string, act: DischargeAct) {
    undoable({
      sentence: `${number} ${sentence}`,
      commit: (leaving) => send(act, leaving),
    });
  }
  function forget() {
    write.reset();
    steering.reset();
  }
  function act(action: CaseAction) {
    forget();
    if (action === "note_call") send({ kind: "called" });
    else setAsking({ action, line: null });
  }
  function actOnLine(line: DischargeLine, action: CaseAction) {
    forget();
    const { dispatch_id: dispatchId, wave } = line;
    if (action === "keep_date") send({ kind: "keep", line: line.id });
    else if (STEERS.has(action)) {
      if (dispatchId) steering.mutate({ dispatchId, act: action as Steering, wave });
    } else setAsking({ action, line });
  }
  const refused = write.error ?? steering.error;
  return {
    act,
    actOnLine,
    sheet: asking && (
      <Suspense fallback={null}>
        <DischargeSheet
          {...asking}
          request={request}
          send={send}
          later={later}
          onClose={() => setAsking(null)}
        />
      </Suspense>
    ),
    problem: refused ? actSentence(refused) : null,
    busy: write.isPending || steering.isPending,
  };
}
