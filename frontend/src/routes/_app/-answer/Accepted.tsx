import type { Offer, UnscheduledCareRequest } from "../../../api";
import { useServerNow } from "../../../clock";
import { revealed, useOwnPatient } from "../../../features/people/own-patient";
import { useRequestAct } from "../../../features/unscheduled_care/requests";
import { problemSentence } from "../../../problems";
import { atHour } from "../../../time";
import { requesterTold } from "../../../titles";
import { Revelation } from "../../../ui/Revelation";
import { subjectOf } from "../-request/subject";
import { useActs } from "../-request/useActs";
import { nextSteps } from "./next-steps";

function askedBy(request: UnscheduledCareRequest): string {
  const { requester_name, requester_organisation, requester_profession } = request;
  return [requester_name, requester_organisation ?? requester_profession]
    .filter(Boolean)
    .join(", ");
}

/** A request that is one's own now: whom to call, then one tap for each thing that follows. */
export function Accepted({ offer, request }: { offer: Offer; request: UnscheduledCareRequest }) {
  const now = useServerNow();
  const [patient, readAgain] = useOwnPatient(request.person_id);
  const { act, sheet, problem, busy } = useActs();
  const direct = useRequestAct();
  const subject = subjectOf(request);
  const may = (action: UnscheduledCareRequest["actions"][number]) =>
    request.actions.includes(action);
  const atHome = request.mobility === "home_visit";
  const told = requesterTold(request.requester_profession ?? "");

  function confirm() {
    if (request.appointment === null) act(subject, "confirm");
    else {
      const { id: requestId, version } = request;
      direct.mutate({ requestId, version, act: { kind: "confirm", time: {} } });
    }
  }
  function outcome(came: boolean) {
    const { id: requestId, version } = request;
    direct.mutate({ requestId, version, act: { kind: "outcome", came } });
  }
  return (
    <>
      <Revelation
        sentence={`Accepté ${atHour(offer.answered_at ?? offer.offered_at, now)}. ${told}, personne d’autre n’est sollicité.`}
        identity={
          typeof patient === "object"
            ? revealed(patient, atHome, {
                note: request.note,
                askedBy: askedBy(request),
                askedByPhone: request.requester_phone,
              })
            : patient
        }
        onRetry={readAgain}
        next={nextSteps(request, now)}
        onConfirm={may("confirm") ? confirm : undefined}
        onOtherTime={
          may("confirm") && request.appointment ? () => act(subject, "confirm") : undefined
        }
        onOutcome={may("record_outcome") ? outcome : undefined}
        onWithdraw={may("withdraw") ? () => act(subject, "withdraw") : undefined}
        problem={direct.error ? problemSentence(direct.error) : problem}
        busy={busy || direct.isPending}
      />
      {sheet}
    </>
  );
}
