import type { Case } from "../../../api";
import { personWords } from "../../../features/attending_doctor/attending-words";
import { Facts } from "../../../features/attending_doctor/Facts";
import { useAttendingRequest } from "../../../features/attending_doctor/requests";
import { NextDoctors, Refusals, Why } from "../../../features/attending_doctor/Why";
import { searchDeadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { useMe } from "../../../session";
import { Note } from "../../../ui/Note";
import page from "../../../ui/request-page.module.css";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import { RequestPanel, UnreadPanel } from "../-request/RequestPanel";
import { Person, readerOfSearch } from "./parts";
import { useAttendingActs } from "./useAttendingActs";

type WaitingPanelProps = {
  requestId: string;
  /** Its row, when it was opened from the board. */
  row?: Case | undefined;
  onClose: () => void;
};

/** One person who looks for a doctor, beside a list: why there, who is next, what can be done. */
export function WaitingPanel({ requestId: id, row, onClose }: WaitingPanelProps) {
  const me = useMe();
  const { data: request, error } = useAttendingRequest(id);
  const { act, sheet, problem } = useAttendingActs(request);
  if (!request) {
    return (
      <UnreadPanel number={row?.number} title="Médecin traitant" error={error} onClose={onClose} />
    );
  }
  const closed = request.closed_at !== null;
  const deadline = closed ? null : searchDeadlineOf(request.clock);
  return (
    <RequestPanel
      request={request}
      title={personWords(request)}
      page="/medecin-traitant/$id"
      status={
        <StatusBadge
          fill
          lifecycle="attending_doctor"
          state={request.state}
          values={{ count: request.refused || undefined }}
        />
      }
      deadline={deadline}
      head={
        problem && (
          <Note tone="crit" alert>
            {problem}
          </Note>
        )
      }
      acts={request.actions.filter((action) => action !== "message")}
      onAct={act}
      onClose={onClose}
    >
      <div className={page.column}>
        {!closed && <Why request={request} />}
        <Refusals request={request} />
        {request.actions.includes("propose") && <NextDoctors request={request} />}
        <Facts request={request} person={<Person request={request} />} />
        <CaseThread
          caseId={id}
          reader={readerOfSearch(me, request)}
          closed={closed}
          counters={request.counters}
          deadline={deadline}
          situation={statusWord("attending_doctor", request.state).word}
        />
      </div>
      {sheet}
    </RequestPanel>
  );
}
