import { lazy, Suspense } from "react";
import { CASE_ACTION } from "../../../acts";
import type { CaseAction, HospitalDischargeRequest } from "../../../api";
import { useServerNow } from "../../../clock";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { dischargeTold } from "../../../features/cases/discharge-timeline";
import { DischargeFacts } from "../../../features/hospital_discharge/DischargeFacts";
import { metWord } from "../../../features/hospital_discharge/DischargeList";
import { Lines } from "../../../features/hospital_discharge/Lines";
import { MISSING } from "../../../features/hospital_discharge/words";
import { revealIdentity } from "../../../features/people/identity";
import { phoneHref, phoneWords } from "../../../figures";
import { useMe } from "../../../session";
import { noonOf, relativeDay } from "../../../time";
import { ActionBar } from "../../../ui/ActionBar";
import { BackLink } from "../../../ui/BackLink";
import { Button, ButtonAnchor } from "../../../ui/Button";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import page from "../../../ui/request-page.module.css";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import classes from "./DischargeScreen.module.css";
import { PersonCard } from "./PersonCard";
import { useDischargeActs } from "./useDischargeActs";

const MessageBox = lazy(async () => ({
  default: (await import("../../../features/cases/MessageBox")).MessageBox,
}));

/** Shown elsewhere on the page than among the buttons. */
const ELSEWHERE = new Set<CaseAction>(["message", "cancel", "call", "note_call"]);

/** Never the button that a tired thumb finds first. */
const ASIDE = new Set<CaseAction>(["add_need", "postpone", "hand_over"]);

const NOBODY = { asked: 0, seen: 0, declined: 0, lapsed: 0, pending: 0 };

/** One discharge, the same page for the ward, for those who come and for who coordinates. */
export function DischargeScreen({ request }: { request: HospitalDischargeRequest }) {
  const me = useMe();
  const now = useServerNow();
  const { act, actOnLine, sheet, problem, busy } = useDischargeActs(request);
  const coordinates = me.scopes.includes("board:read");
  const comes = request.lines.some(({ is_mine }) => is_mine);
  const closed = request.closed_at !== null;
  const may = (action: CaseAction) => request.actions.includes(action);
  const buttons = request.actions.filter((action) => !ELSEWHERE.has(action));
  // Red, the ward decides whether to keep the day: no answer stands out.
  const first = request.late ? undefined : buttons.find((action) => !ASIDE.has(action));
  const others = buttons.filter((action) => action !== first);
  const home = relativeDay(noonOf(request.planned_on), now);
  return (
    <Page
      title={request.number}
      hideTitle
      focused
      back={
        <>
          <BackLink to={coordinates ? "/tableau" : comes ? "/a-repondre" : "/sorties"} />
          <h1 className={page.number}>{request.number}</h1>
        </>
      }
      aside={
        may("cancel") && (
          <Button variant="quiet" onClick={() => act("cancel")}>
            Annuler
          </Button>
        )
      }
    >
      {problem && (
        <Note tone="crit" alert>
          {problem}
        </Note>
      )}
      {request.late && <Red request={request} home={home} onCalled={() => act("note_call")} />}
      {!closed && (request.is_mine || coordinates) && request.missing.length > 0 && (
        <Note tone="warn">
          {request.state === "to_complete"
            ? "Personne n’est encore sollicité"
            : "Avant de confirmer"}
          &nbsp;: {request.missing.map((item) => MISSING[item]).join(", ")}.
        </Note>
      )}
      {request.short_notice && !closed && !request.late && request.went_home_at === null && (
        <Note tone="warn">Sortie annoncée à moins de 48&nbsp;h&nbsp;: le délai est court.</Note>
      )}
      {request.dac_proposed && may("hand_over") && (
        <Note>Plusieurs fragilités&nbsp;: le DAC peut prendre la suite, si vous en décidez.</Note>
      )}
      {request.note_flagged && coordinates && (
        <Note tone="warn">
          L’auteur a confirmé que des mots qui semblent médicaux n’en sont pas.
        </Note>
      )}
      <div className={page.root}>
        <div className={page.column}>
          {comes && !closed && request.person_id && <PersonCard request={request} />}
          <section className={page.card} aria-labelledby="besoins">
            <div className={page.title}>
              <h2 id="besoins">{closed || request.went_home_at ? "Besoins" : `Sortie ${home}`}</h2>
              <StatusBadge fill lifecycle="hospital_discharge" state={request.state} />
            </div>
            <p className={page.quiet}>{metWord(request)}</p>
            <Lines
              lines={request.lines}
              late={request.late}
              follows={coordinates || request.is_mine}
              onAct={actOnLine}
            />
          </section>
          <section className={page.card} aria-labelledby="faits">
            <h2 id="faits">La sortie</h2>
            <DischargeFacts
              request={request}
              person={
                request.person_id &&
                !comes && (
                  <MaskedIdentity
                    compact
                    purpose="Vous en avez besoin pour ce retour ?"
                    forced={!request.may_read_identity}
                    reveal={(reason) => revealIdentity(request.person_id ?? "", reason)}
                  />
                )
              }
            />
          </section>
        </div>
        <section className={`${page.card} ${page.column}`} aria-label="Fil">
          <CaseThread
            caseId={request.id}
            reader={{
              name: me.name,
              coordinates,
              asked: request.is_mine,
              wishedBefore: null,
              ofDischarge: dischargeTold,
            }}
            closed={closed}
            counters={NOBODY}
            deadline={closed ? null : deadlineOf(request.clock)}
            situation={statusWord("hospital_discharge", request.state).word}
            size="normal"
          />
          {may("message") && (
            <Suspense>
              <MessageBox caseId={request.id} label="Écrire sur le fil" />
            </Suspense>
          )}
        </section>
      </div>
      {buttons.length > 0 && (
        <ActionBar>
          <div className={page.decision}>
            {first && (
              <Button
                variant="filled"
                size="decision"
                wide
                busy={busy && "Envoi…"}
                onClick={() => act(first)}
              >
                {CASE_ACTION[first]}
              </Button>
            )}
            {others.length > 0 && (
              <div className={classes.others}>
                {others.map((action) => (
                  <Button key={action} onClick={() => act(action)}>
                    {CASE_ACTION[action]}
                  </Button>
                ))}
              </div>
            )}
          </div>
        </ActionBar>
      )}
      {sheet}
    </Page>
  );
}

type RedProps = { request: HospitalDischargeRequest; home: string; onCalled: () => void };

/** No nurse, and the return home is near: whom to call, and that it was done. */
function Red({ request, home, onCalled }: RedProps) {
  const { requester_phone: phone, actions } = request;
  const calls = actions.includes("call");
  return (
    <Note tone="crit" alert>
      <div className={classes.red}>
        <p>
          Pas d’infirmier, sortie {home}.{" "}
          {request.hospital_called_at
            ? "Le service a été appelé."
            : calls
              ? "Appelez le service : reporter, ou garder la date."
              : request.is_mine
                ? "La coordination vous appelle."
                : "La coordination appelle le service."}
        </p>
        {calls && phone && (
          <div className={classes.others}>
            <ButtonAnchor href={phoneHref(phone)} variant="filled">
              Appeler le service, {phoneWords(phone)}
            </ButtonAnchor>
            <Button onClick={onCalled}>{CASE_ACTION.note_call}</Button>
          </div>
        )}
      </div>
    </Note>
  );
}
