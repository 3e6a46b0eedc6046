import { IconArrowUpRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Case, CaseAction } from "../../../api";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { DeathFacts } from "../../../features/death_certifications/DeathFacts";
import { useDeathRequest } from "../../../features/death_certifications/requests";
import { revealIdentity } from "../../../features/people/identity";
import { problemSentence } from "../../../problems";
import { useMe } from "../../../session";
import { hour } from "../../../time";
import { Deadline } from "../../../ui/Deadline";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Menu } from "../../../ui/Menu";
import { Note } from "../../../ui/Note";
import { SidePanel } from "../../../ui/SidePanel";
import { Skeletons } from "../../../ui/Skeletons";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import classes from "../-board/CasePanel.module.css";
import { ActButton, actItems } from "../-request/ActButton";
import type { Subject } from "../-request/useActs";
import own from "./DeathPanel.module.css";
import { useDeathActs } from "./useDeathActs";

type DeathPanelProps = {
  requestId: string;
  row: Case | undefined;
  onAct: (subject: Subject, action: CaseAction) => void;
  onClose: () => void;
};

const SHOWN = 2;
const TITLE = "Décès à constater";

/** One request to certify a death beside the board. */
export function DeathPanel({ requestId, row, onClose }: DeathPanelProps) {
  const me = useMe();
  const { data: request, isError, error } = useDeathRequest(requestId);
  const { act, sheet, problem } = useDeathActs();
  if (!request) {
    return (
      <SidePanel number={row?.number} title={TITLE} onClose={onClose}>
        {isError ? (
          <Note tone="warn">{problemSentence(error)}</Note>
        ) : (
          <Skeletons shape="thread" count={4} />
        )}
      </SidePanel>
    );
  }
  const closed = request.closed_at !== null;
  const deadline = closed ? null : deadlineOf(request.clock);
  const { id, version, number, wave, dispatch_id, possible_duplicates } = request;
  const subject = { id, version, number, wave, dispatch_id, duplicates: possible_duplicates };
  const acts: CaseAction[] = request.actions.filter(
    (action) => action !== "message" && action !== "share_with_family" && action !== "complete",
  );
  const buttons: CaseAction[] = acts.filter((action) => action !== "cancel").slice(0, SHOWN);
  const others = acts.filter((action) => !buttons.includes(action));
  const run = (action: CaseAction) => act(subject, action);
  return (
    <SidePanel
      number={number}
      title={TITLE}
      onClose={onClose}
      link={
        <Link to="/deces/$id" params={{ id }} className={classes.link}>
          Ouvrir la page
          <IconArrowUpRight size={16} stroke={1.75} aria-hidden="true" />
        </Link>
      }
      head={
        <>
          <div className={classes.status}>
            <StatusBadge
              fill
              lifecycle="death_certification"
              state={request.state}
              values={{ hour: request.eta_at ? hour(request.eta_at) : undefined }}
            />
            {deadline && <Deadline {...deadline} look="text" about={number} />}
          </div>
          {problem && (
            <Note tone="crit" alert>
              {problem}
            </Note>
          )}
        </>
      }
      actions={
        acts.length > 0 && (
          <>
            {buttons.map((action, index) => (
              <ActButton
                key={action}
                action={action}
                about={number}
                phone={request.professional_phone ?? request.requester_phone}
                variant={index === 0 ? "filled" : "default"}
                onAct={run}
              />
            ))}
            {others.length > 0 && (
              <Menu look="button" label="Autre…" items={actItems(others, run)} />
            )}
          </>
        )
      }
    >
      <div className={own.facts}>
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
          ofDeath: true,
        }}
        closed={closed}
        counters={request.counters}
        deadline={deadline}
        situation={statusWord("death_certification", request.state).word}
      />
      {sheet}
    </SidePanel>
  );
}
