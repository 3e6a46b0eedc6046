import type { Case } from "../../../api";
import { useServerNow } from "../../../clock";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { OpinionFacts } from "../../../features/second_opinion/OpinionFacts";
import classes from "../../../features/second_opinion/OpinionPage.module.css";
import { useOpinion } from "../../../features/second_opinion/opinions";
import { useMe } from "../../../session";
import { atHour } from "../../../time";
import { caseTitle } from "../../../titles";
import { Note } from "../../../ui/Note";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import { RequestPanel, UnreadPanel } from "../-request/RequestPanel";
import { opinionReader, opinionSubject } from "./subject";
import { useOpinionActs } from "./useOpinionActs";

type OpinionPanelProps = {
  requestId: string;
  row: Case | undefined;
  onClose: () => void;
};

/** One request for an opinion beside the board: its header, never what is medical. */
export function OpinionPanel({ requestId, row, onClose }: OpinionPanelProps) {
  const me = useMe();
  const now = useServerNow();
  const { data: request, error } = useOpinion(requestId);
  const { act, sheet, problem } = useOpinionActs();
  if (!request) {
    const title = row ? caseTitle(row) : "Demande d’avis";
    return <UnreadPanel number={row?.number} title={title} error={error} onClose={onClose} />;
  }
  const closed = request.closed_at !== null;
  const deadline = closed ? null : deadlineOf(request.clock);
  const subject = opinionSubject(request);
  const at = request.appointment?.starts_at;
  return (
    <RequestPanel
      request={request}
      title={subject.title}
      page="/avis/$id"
      status={
        <StatusBadge
          fill
          lifecycle="second_opinion"
          state={request.state}
          values={{ hour: at ? atHour(at, now) : undefined }}
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
      onAct={(action) => act(subject, action)}
      onClose={onClose}
    >
      <div className={classes.panel}>
        <OpinionFacts request={request} />
      </div>
      <CaseThread
        caseId={request.id}
        reader={opinionReader(me, request)}
        closed={closed}
        counters={request.counters}
        deadline={deadline}
        situation={statusWord("second_opinion", request.state).word}
      />
      {sheet}
    </RequestPanel>
  );
}
