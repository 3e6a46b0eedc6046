import { IconArrowLeft, IconChevronRight, IconDots, IconLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { CaseAction, UnscheduledCareRequest } from "../../../api";
import { useServerNow } from "../../../clock";
import {
  deadlineOf,
  situationWord,
  statusValues,
  thenWord,
} from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import type { Reader } from "../../../features/cases/timeline-words";
import { revealIdentity } from "../../../features/people/identity";
import { erasureWord, RequestFacts } from "../../../features/unscheduled_care/RequestFacts";
import { useMe } from "../../../session";
import { requestTitle } from "../../../titles";
import { useFocusedPage, useSidebarAsRail } from "../../../ui/AppShell";
import { Deadline } from "../../../ui/Deadline";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Menu } from "../../../ui/Menu";
import { Note } from "../../../ui/Note";
import { StatusBadge } from "../../../ui/StatusBadge";
import { usePhone } from "../../../ui/usePhone";
import { ActButton, actItems } from "./ActButton";
import classes from "./RequestScreen.module.css";
import { readerOf, subjectOf } from "./subject";
import { useActs } from "./useActs";

const MessageBox = lazy(async () => ({
  default: (await import("../../../features/cases/MessageBox")).MessageBox,
}));

const CareCirclePanel = lazy(async () => ({
  default: (await import("../../../features/people/CareCircle")).CareCirclePanel,
}));

const SamePerson = lazy(async () => ({
  default: (await import("../../../features/unscheduled_care/SamePerson")).SamePerson,
}));

const CoordinatorFreeNow = lazy(async () => ({
  default: (await import("../../../features/dispatch/CoordinatorFreeNow")).CoordinatorFreeNow,
}));

const CoordinatorAsked = lazy(async () => ({
  default: (await import("../../../features/dispatch/CoordinatorAsked")).CoordinatorAsked,
}));

const ACTS_SHOWN = 3;
/** Giving up, or standing still, is never the button to press first. */
const GIVES_UP = new Set<CaseAction>(["cancel", "withdraw", "pause"]);

/** One request, one thread: the same for who asked, who took it and who coordinates, each in their words. */
export function RequestScreen({ request }: { request: UnscheduledCareRequest }) {
  const me = useMe();
  const phone = usePhone();
  useFocusedPage(true);
  useSidebarAsRail(true);
  const { act, sheet, problem, busy } = useActs();
  const reader = readerOf(me, request);
  const title = requestTitle(request.need, request.age_band);
  const closed = request.closed_at !== null;
  const deadline = closed ? null : deadlineOf(request.clock);
  const onAct = (action: CaseAction) => act(subjectOf(request), action);
  const situation = situationWord(request, useServerNow());
  const showAsked = reader.coordinates && request.dispatch_id !== null;
  const writes = request.actions.includes("message") && (
    <Suspense>
      <MessageBox caseId={request.id} label={addressee(request, reader)} compact={phone} />
    </Suspense>
  );
  const again = closed && request.is_mine && request.person_id && (
    <Suspense>
      <SamePerson request={request} personId={request.person_id} />
    </Suspense>
  );
  const erasure = erasureWord(request);
  return (
    <div className={classes.root}>
      <title>{`${request.number} · Maillage`}</title>
      <Head request={request} title={title} onAct={onAct} busy={busy} phone={phone} />
      {problem && (
        <div className={classes.problem}>
          <Note tone="crit" alert>
            {problem}
          </Note>
        </div>
      )}
      <div className={classes.columns}>
        <section className={classes.facts} aria-labelledby="faits">
          <h2 id="faits">La demande</h2>
          <RequestFacts request={request} look="page" />
          {request.person_id && <Person request={request} personId={request.person_id} />}
        </section>
        <section className={classes.thread} aria-label="Fil">
          <CaseThread
            caseId={request.id}
            reader={reader}
            closed={closed}
            counters={request.counters}
            deadline={deadline}
            situation={situation}
            size="normal"
            now={
              request.waits_for === "coordinator" &&
              reader.coordinates && (
                <Suspense>
                  <CoordinatorFreeNow dispatchId={request.dispatch_id} />
                </Suspense>
              )
            }
          />
          {erasure && (
            <Note icon={<IconLock size={20} stroke={1.75} aria-hidden="true" />}>{erasure}</Note>
          )}
        </section>
        {(showAsked || (!phone && (writes || again))) && (
          <section className={classes.side} aria-label="Suite">
            {showAsked && request.dispatch_id && (
              <Suspense>
                <CoordinatorAsked dispatchId={request.dispatch_id} wave={request.wave} />
              </Suspense>
            )}
            {!phone && writes}
            {!phone && again}
          </section>
        )}
      </div>
      {phone && (writes || again) && (
        <div className={classes.bar}>
          {writes}
          {again}
        </div>
      )}
      {sheet}
    </div>
  );
}

/** Whom a message goes to first, when there is one person at the other end. */
function addressee(request: UnscheduledCareRequest, reader: Reader): string {
  if (reader.coordinates || !request.professional) return "Écrire sur le fil";
  return `Écrire à ${reader.asked ? request.professional.name : request.requester_name}`;
}

function Person({ request, personId }: { request: UnscheduledCareRequest; personId: string }) {
  return (
    <>
      <MaskedIdentity
        purpose="Vous en avez besoin pour rappeler la personne ?"
        forced={!request.may_read_identity}
        reveal={(reason) => revealIdentity(personId, reason)}
      />
      {request.may_read_identity && (
        <Suspense>
          <CareCirclePanel personId={personId} />
        </Suspense>
      )}
      {request.closed_at === null && (
        <p className={classes.hint}>L’identité est effacée quelques mois après la clôture.</p>
      )}
    </>
  );
}

type HeadProps = {
  request: UnscheduledCareRequest;
  title: string;
  onAct: (action: CaseAction) => void;
  busy: boolean;
  phone: boolean;
};

function Head({ request, title, onAct, busy, phone }: HeadProps) {
  const now = useServerNow();
  const coordinates = useMe().scopes.includes("board:read");
  const home = coordinates ? "/tableau" : "/mes-demandes";
  const deadline = request.closed_at === null ? deadlineOf(request.clock) : null;
  const then = request.closed_at === null ? thenWord(request.next_step, now) : null;
  const acts = request.actions.filter((action) => action !== "message");
  const shown = phone
    ? acts.filter((action) => action !== "cancel").slice(0, 1)
    : acts.slice(0, ACTS_SHOWN);
  const others = acts.filter((action) => !shown.includes(action));
  const phoneNumber = request.professional_phone ?? request.requester_phone;
  const menu = others.length > 0 && (
    <Menu
      look={phone ? "icon" : "button"}
      label={phone ? "Autres actions" : "Autre…"}
      trigger={phone ? <IconDots size={22} stroke={1.75} aria-hidden="true" /> : undefined}
      items={actItems(others, onAct)}
    />
  );
  const buttons = shown.map((action, index) => (
    <ActButton
      key={action}
      action={action}
      about={request.number}
      phone={phoneNumber}
      onAct={onAct}
      busy={index === 0 && busy}
      wide={phone}
      variant={
        GIVES_UP.has(action) ? (phone ? "default" : "quiet") : index === 0 ? "filled" : "default"
      }
    />
  ));
  return (
    <header className={classes.head}>
      <div className={classes.top}>
        {phone ? (
          <Link to={home} className={classes.back} aria-label="Revenir à la liste">
            <IconArrowLeft size={22} stroke={1.75} aria-hidden="true" />
          </Link>
        ) : (
          <>
            <Link to={home}>{coordinates ? "Tableau" : "Mes demandes"}</Link>
            <IconChevronRight size={16} stroke={1.75} aria-hidden="true" />
          </>
        )}
        <span className={classes.number}>{request.number}</span>
        {menu}
        {!phone && buttons.toReversed()}
      </div>
      <div className={classes.title}>
        <h1>{title}</h1>
        <StatusBadge
          fill
          lifecycle="unscheduled_care"
          state={request.state}
          values={statusValues(request, now)}
        />
        {deadline && <Deadline {...deadline} look="text" about={request.number} />}
        {then && <span className={classes.hint}>{then}</span>}
      </div>
      {phone && buttons}
    </header>
  );
}
