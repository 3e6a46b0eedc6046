import { IconArrowUpRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Case, CaseAction } from "../../../api";
import { useServerNow } from "../../../clock";
import { deadlineOf, situationWord, statusValues } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { useHandling } from "../../../features/cases/cases";
import { CoordinatorFreeNow } from "../../../features/dispatch/CoordinatorFreeNow";
import { revealIdentity } from "../../../features/people/identity";
import { RequestFacts } from "../../../features/unscheduled_care/RequestFacts";
import { useRequest } from "../../../features/unscheduled_care/requests";
import { problemSentence } from "../../../problems";
import { useMe } from "../../../session";
import { Deadline } from "../../../ui/Deadline";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Menu, type MenuItem } from "../../../ui/Menu";
import { Note } from "../../../ui/Note";
import { SidePanel } from "../../../ui/SidePanel";
import { Skeletons } from "../../../ui/Skeletons";
import { StatusBadge } from "../../../ui/StatusBadge";
import { DECLINE_REASON, requestTitle } from "../../../words";
import { ActButton, actItems } from "../-request/ActButton";
import { readerOf, subjectOf } from "../-request/subject";
import type { Subject } from "../-request/useActs";
import classes from "./CasePanel.module.css";

type CasePanelProps = {
  requestId: string;
  /** Its row, when the list on screen has it. */
  row: Case | undefined;
  onAct: (subject: Subject, action: CaseAction) => void;
  onClose: () => void;
};

const SHOWN = 2;

/** One request beside the board: its facts, its thread, and what can be done now. */
export function CasePanel({ requestId, row, onAct, onClose }: CasePanelProps) {
  const now = useServerNow();
  const me = useMe();
  const { data: request, isError, error } = useRequest(requestId);
  if (!request) {
    return (
      <SidePanel
        number={row?.number}
        title={row ? requestTitle(row.need, row.age_band) : "Demande"}
        onClose={onClose}
      >
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
  const acts = request.actions.filter((action) => action !== "message");
  const useful: CaseAction[] = acts.filter((action) => action !== "cancel");
  const buttons = useful.slice(0, SHOWN);
  const others = acts.filter((action) => !buttons.includes(action));
  const run = (action: CaseAction) => onAct(subjectOf(request), action);
  return (
    <SidePanel
      number={request.number}
      title={requestTitle(request.need, request.age_band)}
      onClose={onClose}
      link={
        <Link to="/demandes/$id" params={{ id: request.id }} className={classes.link}>
          Ouvrir la page
          <IconArrowUpRight size={16} stroke={1.75} aria-hidden="true" />
        </Link>
      }
      head={
        <>
          <div className={classes.status}>
            <StatusBadge
              fill
              lifecycle="unscheduled_care"
              state={request.state}
              values={statusValues(request, now)}
            />
            {deadline && <Deadline {...deadline} look="text" about={request.number} />}
          </div>
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
        </>
      }
      actions={
        acts.length > 0 && (
          <>
            {buttons.map((action, index) => (
              <ActButton
                key={action}
                action={action}
                about={request.number}
                phone={request.professional_phone ?? request.requester_phone}
                variant={index === 0 ? "filled" : "default"}
                onAct={run}
              />
            ))}
            <Others requestId={request.id} row={row} items={actItems(others, run)} />
          </>
        )
      }
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
    </SidePanel>
  );
}

/** "Motifs : pas de place 7, absence 3". */
function Reasons({ row }: { row: Case }) {
  const words = row.decline_reasons.map(
    ({ reason, count }) => `${DECLINE_REASON[reason].toLocaleLowerCase("fr")} ${count}`,
  );
  return <p>Motifs&nbsp;: {words.join(", ")}</p>;
}

/** The rest, and saying to colleagues that one has it in hand. */
function Others(props: { requestId: string; row: Case | undefined; items: MenuItem[] }) {
  const me = useMe();
  const handling = useHandling(props.requestId);
  const { row } = props;
  const mine = row?.handled_by_name === me.name;
  const handle: MenuItem[] = row
    ? [
        {
          key: "handling",
          label: mine ? "Laisser aux collègues" : "Je m’en occupe",
          onSelect: () => handling.mutate(!mine),
        },
      ]
    : [];
  const items = [...handle, ...props.items];
  return items.length > 0 && <Menu look="button" label="Autre…" items={items} />;
}
