import { lazy, type ReactNode, Suspense, useState } from "react";
import { actSentence } from "../../../act-refusals";
import type { AttendingDoctorRequest, CaseAction } from "../../../api";
import { type AttendingAct, useAttendingAct } from "../../../features/attending_doctor/requests";
import { useSteering } from "../../../features/dispatch/coordinator";
import { undoable } from "../../../undo";

const AttendingSheet = lazy(async () => ({
  default: (await import("./AttendingSheet")).AttendingSheet,
}));

/** Does it, leaving the page or not. */
export type Send = (act: AttendingAct, leaving?: boolean) => void;

export type AttendingActs = {
  /** Does it, or opens the sheet that asks what is missing. */
  act: (action: CaseAction) => void;
  sheet: ReactNode;
  /** What the last act was refused for. */
  problem: string | null;
  busy: boolean;
};

/** Everything that can be done to a search for an attending doctor; what others are told of can be taken back. */
export function useAttendingActs(request: AttendingDoctorRequest | undefined): AttendingActs {
  const [asking, setAsking] = useState<CaseAction | null>(null);
  const acts = useAttendingAct();
  const steering = useSteering();
  if (!request) return { act: () => undefined, sheet: null, problem: null, busy: false };
  const { id: requestId, version, number, next_doctors: next, dispatch_id: dispatchId } = request;
  const send: Send = (act, leaving = false) => acts.mutate({ requestId, version, act, leaving });
  function later(sentence: string, act: AttendingAct) {
    undoable({ sentence: `${number} ${sentence}`, commit: (leaving) => send(act, leaving) });
  }
  function act(action: CaseAction) {
    acts.reset();
    steering.reset();
    if (action === "propose")
      later(`proposée à ${next[0]?.professional.name ?? "un médecin"}`, { kind: "propose" });
    else if (action === "escalate") later("passée à la CPAM", { kind: "escalate" });
    else if (action === "declare") later("déclarée", { kind: "declare" });
    else if (action === "pause" || action === "resume") {
      if (dispatchId) steering.mutate({ dispatchId, act: action, wave: null });
    } else if (action === "renew") send({ kind: "renew" });
    else setAsking(action);
  }
  const refused = acts.error ?? steering.error;
  return {
    act,
    sheet: asking && (
      <Suspense fallback={null}>
        <AttendingSheet
          request={request}
          action={asking}
          send={send}
          later={later}
          onClose={() => setAsking(null)}
        />
      </Suspense>
    ),
    problem: refused ? actSentence(refused) : null,
    busy: acts.isPending || steering.isPending,
  };
}
