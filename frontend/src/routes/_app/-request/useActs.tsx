import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { CaseAction, CaseKind, Mobility } from "../../../api";
import { type Steering, useSteering } from "../../../features/dispatch/coordinator";
import {
  CancelSheet,
  CloseSheet,
  CompleteSheet,
  OutcomeSheet,
  WithdrawSheet,
} from "../../../features/unscheduled_care/ActSheets";
import { type Act, useFollow, useRequestAct } from "../../../features/unscheduled_care/requests";
import { problemSentence } from "../../../problems";
import { useMe } from "../../../session";
import { announce } from "../../../ui/announce";
import { undoable } from "../../../undo";
import { EarlierOf } from "./EarlierOf";

const DeathRowAct = lazy(() => import("../-death/DeathRowAct"));
const OpinionRowAct = lazy(() => import("../-opinion/OpinionRowAct"));
const CoordinatorAssign = lazy(async () => ({
  default: (await import("../../../features/dispatch/CoordinatorAssign")).CoordinatorAssign,
}));
const ConfirmSheet = lazy(async () => ({
  default: (await import("../../../features/unscheduled_care/ConfirmSheet")).ConfirmSheet,
}));

/** What the acts need to know of a request, whether it is a row of the board or the page of it. */
export type Subject = {
  id: string;
  kind: CaseKind;
  version: number;
  number: string;
  title: string;
  wave: number | null;
  dispatch_id: string | null;
  /** The hour given to the person, to confirm. */
  appointment_at: string | null;
  practice_id: string | null;
  /** What an hour given must fit. */
  wished_before: string | null;
  mobility: Mobility | null;
};

export type Acts = {
  /** Does it, or opens the sheet that asks what is missing. */
  act: (subject: Subject, action: CaseAction) => void;
  /** The sheet that is open, to put anywhere in the page. */
  sheet: ReactNode;
  /** What the last act was refused for. */
  problem: string | null;
  busy: boolean;
};

type Asking = { subject: Subject; action: CaseAction };

const TAKEN_BACK: Partial<Record<CaseAction, string>> = {
  widen: "élargie",
  relaunch: "relancée",
};

/**
 * Everything that can be done to a request. What asks other people, or closes, waits eight seconds and
 * can be taken back; what can be undone by its contrary is done at once.
 */
export function useActs(): Acts {
  const me = useMe();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking | null>(null);
  const steering = useSteering();
  const request = useRequestAct();
  const follow = useFollow(() => announce("Vous suivez cette demande"));
  const close = () => setAsking(null);

  function forget() {
    steering.reset();
    request.reset();
    follow.reset();
  }
  function send({ id, version }: Subject, act: Act, leaving = false) {
    request.mutate({ requestId: id, version, act, leaving });
  }
  function later(subject: Subject, sentence: string, act: Act) {
    undoable({
      sentence: `${subject.number} ${sentence}`,
      commit: (leaving) => send(subject, act, leaving),
    });
  }
  function steer({ dispatch_id: dispatchId, wave }: Subject, act: Steering, leaving = false) {
    if (dispatchId) steering.mutate({ dispatchId, act, wave, leaving });
  }

  function act(subject: Subject, action: CaseAction) {
    forget();
    if (subject.kind === "hospital_discharge") {
      // What can be done depends on each of its needs, which its page shows.
      void navigate({ to: "/sorties/$id", params: { id: subject.id } });
      return;
    }
    const sentence = TAKEN_BACK[action];
    if ((action === "widen" || action === "relaunch") && sentence) {
      undoable({
        sentence: `${subject.number} ${sentence}`,
        commit: (leaving) => steer(subject, action, leaving),
      });
    } else if (action === "pause" || action === "resume") steer(subject, action);
    else if (action === "follow") follow.mutate(subject.id);
    else setAsking({ subject, action });
  }

  function sheetOf({ subject, action }: Asking): ReactNode {
    if (subject.kind === "death_certification") {
      const death = { ...subject, duplicates: null };
      return <DeathRowAct key={`${subject.id} ${action}`} subject={death} action={action} />;
    }
    if (subject.kind === "second_opinion") {
      return <OpinionRowAct key={`${subject.id} ${action}`} subject={subject} action={action} />;
    }
    switch (action) {
      case "assign":
        return (
          subject.dispatch_id && (
            <CoordinatorAssign
              dispatchId={subject.dispatch_id}
              about={`${subject.number} · ${subject.title}`}
              onClose={close}
            />
          )
        );
      case "cancel":
        return (
          <CancelSheet
            onChoose={(reason) => later(subject, "annulée", { kind: "cancel", reason })}
            onClose={close}
          />
        );
      case "close":
        return (
          <CloseSheet
            onChoose={(solution) => later(subject, "close", { kind: "close", solution })}
            onClose={close}
          />
        );
      case "complete":
        return <CompleteSheet onYes={() => send(subject, { kind: "complete" })} onClose={close} />;
      case "withdraw":
        return <WithdrawSheet onYes={() => send(subject, { kind: "withdraw" })} onClose={close} />;
      case "record_outcome":
        return (
          <OutcomeSheet
            onSay={(came) => send(subject, { kind: "outcome", came })}
            onClose={close}
          />
        );
      case "confirm":
        return (
          me.professional_id && (
            <ConfirmSheet
              given={
                subject.appointment_at
                  ? { at: subject.appointment_at, practiceId: subject.practice_id }
                  : null
              }
              professionalId={me.professional_id}
              wishedBefore={subject.wished_before}
              atHome={subject.mobility === "home_visit"}
              onConfirm={(time) => send(subject, { kind: "confirm", time })}
              onClose={close}
            />
          )
        );
      case "await_earlier":
        return <EarlierOf requestId={subject.id} onClose={close} />;
      default:
        return null;
    }
  }

  const refused = steering.error ?? request.error ?? follow.error;
  return {
    act,
    sheet: asking && <Suspense fallback={null}>{sheetOf(asking)}</Suspense>,
    problem: refused ? problemSentence(refused) : null,
    busy: steering.isPending || request.isPending || follow.isPending,
  };
}
