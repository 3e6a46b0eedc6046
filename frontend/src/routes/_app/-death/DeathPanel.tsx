import type { Case, CaseAction } from "../../../api";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { DEATH_SAID } from "../../../features/cases/death-timeline";
import { DeathFacts } from "../../../features/death_certifications/DeathFacts";
import { useDeathRequest } from "../../../features/death_certifications/requests";
import { revealIdentity } from "../../../features/people/identity";
import { useMe } from "../../../session";
import { hour } from "../../../time";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Note } from "../../../ui/Note";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import { RequestPanel, UnreadPanel } from "../-request/RequestPanel";
import classes from "./DeathPanel.module.css";
import { useDeathActs } from "./useDeathActs";

type DeathPanelProps = {
  requestId: string;
  row: Case | undefined;
  onClose: () => void;
};

const TITLE = "Décès à constater";

/** One request to certify a death beside the board. */
export function DeathPanel({ requestId, row, onClose }: DeathPanelProps) {
  const me = useMe();
  const { data: request, error } = useDeathRequest(requestId);
  const { act, sheet, problem } = useDeathActs();
  if (!request) {
    return <UnreadPanel number={row?.number} title={TITLE} error={error} onClose={onClose} />;
  }
  const closed = request.closed_at !== null;
  const deadline = closed ? null : deadlineOf(request.clock);
  const { id, version, number, wave, dispatch_id, possible_duplicates } = request;
  const subject = { id, version, number, wave, dispatch_id, duplicates: possible_duplicates };
  const acts: CaseAction[] = request.actions.filter(
    (action) => action !== "message" && action !== "share_with_family",
  );
  return (
    <RequestPanel
      request={request}
      title={TITLE}
      page="/deces/$id"
      status={
        <StatusBadge
          fill
          lifecycle="death_certification"
          state={request.state}
          values={{ hour: request.eta_at ? hour(request.eta_at) : undefined }}
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
      acts={acts}
      onAct={(action) => act(subject, action)}
      onClose={onClose}
    >
      <div className={classes.facts}>
        <DeathFacts
          request={request}
          person={
            request.person_id && (
              <MaskedIdentity
                compact
                purpose="Vous en avez besoin pour cette demande ?"
                forced={!request.may_read_identity}
                reveal={(reason) => revealIdentity(request.person_id ?? "", reason)}
              />
            )
          }
        />
      </div>
      <CaseThread
        caseId={id}
        reader={{
          name: me.name,
          coordinates: true,
          asked: request.is_mine,
          wishedBefore: null,
          ofDeath: DEATH_SAID,
        }}
        closed={closed}
        counters={request.counters}
        deadline={deadline}
        situation={statusWord("death_certification", request.state).word}
      />
      {sheet}
    </RequestPanel>
  );
}
