import type { Case, CaseAction } from "../../../api";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { dischargeTold } from "../../../features/cases/discharge-timeline";
import { DischargeFacts } from "../../../features/hospital_discharge/DischargeFacts";
import { Lines } from "../../../features/hospital_discharge/Lines";
import { useDischarge } from "../../../features/hospital_discharge/requests";
import { revealIdentity } from "../../../features/people/identity";
import { useMe } from "../../../session";
import { dischargeTitle } from "../../../titles";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Note } from "../../../ui/Note";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import { RequestPanel, UnreadPanel } from "../-request/RequestPanel";
import classes from "./DischargeScreen.module.css";
import { useDischargeActs } from "./useDischargeActs";

type DischargePanelProps = { requestId: string; row: Case | undefined; onClose: () => void };

const NOBODY = { asked: 0, seen: 0, declined: 0, lapsed: 0, pending: 0 };

/** One hospital discharge beside the board: its needs, its thread, and what can be done now. */
export function DischargePanel({ requestId, row, onClose }: DischargePanelProps) {
  const { data: request, error } = useDischarge(requestId);
  if (!request) {
    const title = dischargeTitle(row?.age_band ?? null);
    return <UnreadPanel number={row?.number} title={title} error={error} onClose={onClose} />;
  }
  return <Read request={request} onClose={onClose} />;
}

type ReadProps = {
  request: NonNullable<ReturnType<typeof useDischarge>["data"]>;
  onClose: () => void;
};

function Read({ request, onClose }: ReadProps) {
  const me = useMe();
  const { act, actOnLine, sheet, problem } = useDischargeActs(request);
  const closed = request.closed_at !== null;
  const deadline = closed ? null : deadlineOf(request.clock);
  const acts: CaseAction[] = request.actions.filter((action) => action !== "message");
  return (
    <RequestPanel
      request={{ ...request, professional_phone: null }}
      title={dischargeTitle(request.age_band)}
      page="/sorties/$id"
      status={<StatusBadge fill lifecycle="hospital_discharge" state={request.state} />}
      deadline={deadline}
      head={
        problem && (
          <Note tone="crit" alert>
            {problem}
          </Note>
        )
      }
      acts={acts}
      onAct={act}
      onClose={onClose}
    >
      <div className={classes.panel}>
        {request.late && <Note tone="crit">Pas d’infirmier, le retour approche.</Note>}
        <Lines lines={request.lines} late={request.late} follows onAct={actOnLine} />
        <DischargeFacts
          request={request}
          person={
            request.person_id && (
              <MaskedIdentity
                compact
                purpose="Vous en avez besoin pour ce retour ?"
                forced={!request.may_read_identity}
                reveal={(reason) => revealIdentity(request.person_id ?? "", reason)}
              />
            )
          }
        />
      </div>
      <CaseThread
        caseId={request.id}
        reader={{
          name: me.name,
          coordinates: true,
          asked: request.is_mine,
          wishedBefore: null,
          ofDischarge: dischargeTold,
        }}
        closed={closed}
        counters={NOBODY}
        deadline={deadline}
        situation={statusWord("hospital_discharge", request.state).word}
      />
      {sheet}
    </RequestPanel>
  );
}
