import type { Case, CaseAction } from "../../../api";
import { useServerNow } from "../../../clock";
import { deadlineOf, situationWord, statusValues } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { useHandling } from "../../../features/cases/cases";
import { CoordinatorFreeNow } from "../../../features/dispatch/CoordinatorFreeNow";
import { revealIdentity } from "../../../features/people/identity";
import { RequestFacts } from "../../../features/unscheduled_care/RequestFacts";
import { useRequest } from "../../../features/unscheduled_care/requests";
import { useMe } from "../../../session";
import { requestTitle } from "../../../titles";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import type { MenuItem } from "../../../ui/Menu";
import { StatusBadge } from "../../../ui/StatusBadge";
import { DECLINE_REASON } from "../../../words";
import { RequestPanel, UnreadPanel } from "../-request/RequestPanel";
import { readerOf, subjectOf } from "../-request/subject";
import type { Subject } from "../-request/useActs";

type CasePanelProps = {
  requestId: string;
  /** Its row, when the list on screen has it. */
  row: Case | undefined;
  onAct: (subject: Subject, action: CaseAction) => void;
  onClose: () => void;
};

/** One request beside the board: its facts, its thread, and what can be done now. */
export function CasePanel({ requestId, row, onAct, onClose }: CasePanelProps) {
  const now = useServerNow();
  const me = useMe();
  const { data: request, error } = useRequest(requestId);
  const handling = useHandlingItem(requestId, row);
  if (!request) {
    return (
      <UnreadPanel
        number={row?.number}
        title={row ? requestTitle(row.need, row.age_band) : "Demande"}
        error={error}
        onClose={onClose}
      />
    );
  }
  const closed = request.closed_at !== null;
  const deadline = closed ? null : deadlineOf(request.clock);
  return (
    <RequestPanel
      request={request}
      title={requestTitle(request.need, request.age_band)}
      page="/demandes/$id"
      status={
        <StatusBadge
          fill
          lifecycle="unscheduled_care"
          state={request.state}
          values={statusValues(request, now)}
        />
      }
      deadline={deadline}
      head={
        <RequestFacts
          look="panel"
          request={request}
          person={
            request.person_id && (
              <MaskedIdentity
                compact
                purpose="Vous en avez besoin pour rappeler la personne ?"
                forced={!request.may_read_identity}
                reveal={(reason) => revealIdentity(request.person_id ?? "", reason)}
              />
            )
          }
        />
      }
      acts={request.actions.filter((action) => action !== "message")}
      onAct={(action) => onAct(subjectOf(request), action)}
      before={handling}
      onClose={onClose}
    >
      <CaseThread
        caseId={request.id}
        reader={readerOf(me, request)}
        closed={closed}
        counters={request.counters}
        deadline={deadline}
        situation={situationWord(request, now)}
        now={
          request.waits_for === "coordinator" && (
            <>
              {row && row.decline_reasons.length > 0 && <Reasons row={row} />}
              <CoordinatorFreeNow dispatchId={request.dispatch_id} />
            </>
          )
        }
      />
    </RequestPanel>
  );
}

/** "Motifs : pas de place 7, absence 3". */
function Reasons({ row }: { row: Case }) {
  const words = row.decline_reasons.map(
    ({ reason, count }) => `${DECLINE_REASON[reason].toLocaleLowerCase("fr")} ${count}`,
  );
  return <p>Motifs&nbsp;: {words.join(", ")}</p>;
}

/** Saying to colleagues that one has it in hand, or no more; of a row of the board only. */
function useHandlingItem(requestId: string, row: Case | undefined): MenuItem[] {
  const me = useMe();
  const handling = useHandling(requestId);
  if (!row) return [];
  const mine = row.handled_by_name === me.name;
  return [
    {
      key: "handling",
      label: mine ? "Laisser aux collègues" : "Je m’en occupe",
      onSelect: () => handling.mutate(!mine),
    },
  ];
}
