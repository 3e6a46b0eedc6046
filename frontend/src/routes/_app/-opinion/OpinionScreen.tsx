import { IconLock } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { CaseAction, SecondOpinionRequest } from "../../../api";
import { useServerNow } from "../../../clock";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { revealIdentity } from "../../../features/people/identity";
import { AnswerCard, QuestionCard } from "../../../features/second_opinion/AnswerCard";
import { OpinionFacts } from "../../../features/second_opinion/OpinionFacts";
import classes from "../../../features/second_opinion/OpinionPage.module.css";
import { ReadingForm } from "../../../features/second_opinion/ReadingForm";
import { WriteForm } from "../../../features/second_opinion/WriteForm";
import { useMe } from "../../../session";
import { atHour, longDay } from "../../../time";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { Deadline } from "../../../ui/Deadline";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import page from "../../../ui/request-page.module.css";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import { ActButton } from "../-request/ActButton";
import { DetailAsked } from "./DetailAsked";
import { opinionReader, opinionSubject } from "./subject";
import { useOpinionActs } from "./useOpinionActs";

const MessageBox = lazy(async () => ({
  default: (await import("../../../features/cases/MessageBox")).MessageBox,
}));

const CareCirclePanel = lazy(async () => ({
  default: (await import("../../../features/people/CareCircle")).CareCirclePanel,
}));

/** Written in a form of their own, or at the end of the bar. */
const ELSEWHERE = new Set<CaseAction>([
  "message",
  "answer_opinion",
  "ask_detail",
  "give_detail",
  "confirm_reading",
  "cancel",
]);
const LONGEST = { answer: 4_000, text: 1_000 };

/** One request, the same page for who asked, who answers, the attending doctor and the coordination. */
export function OpinionScreen({ request }: { request: SecondOpinionRequest }) {
  const me = useMe();
  const now = useServerNow();
  const { act, send, sheet, problem, error, busy } = useOpinionActs();
  /** The version in which one began to ask for a detail: once it is asked for, the opinion is next. */
  const [askingIn, setAskingIn] = useState<number | null>(null);
  const asking = askingIn === request.version;
  const reader = opinionReader(me, request);
  const subject = opinionSubject(request);
  const closed = request.closed_at !== null;
  const may = (action: CaseAction) => request.actions.includes(action);
  const deadline = closed ? null : deadlineOf(request.clock);
  // Once answered, what is left runs until it ends by itself, which the thread says.
  const awaited = request.clock?.kind === "reading" ? null : deadline;
  const at = request.appointment?.starts_at;
  const buttons = request.actions.filter((action) => !ELSEWHERE.has(action));
  const writes = may("answer_opinion") || may("give_detail");
  return (
    <Page
      title={request.number}
      hideTitle
      focused
      back={
        <>
          <BackLink to={reader.coordinates ? "/tableau" : "/mes-avis"} />
          <span className={page.number}>{request.number}</span>
        </>
      }
      aside={
        may("cancel") && (
          <Button variant="quiet" onClick={() => act(subject, "cancel")}>
            Annuler
          </Button>
        )
      }
    >
      <div className={classes.title}>
        <h1>{subject.title}</h1>
        <StatusBadge
          fill
          lifecycle="second_opinion"
          state={request.state}
          values={{ hour: at ? atHour(at, now) : undefined }}
        />
        {awaited && <Deadline {...awaited} look="text" about={request.number} />}
      </div>
      {problem && !writes && (
        <Note tone="crit" alert>
          {problem}
        </Note>
      )}
      <div className={page.root}>
        <div className={page.column}>
          <AnswerCard request={request}>
            {may("confirm_reading") && (
              <ReadingForm
                request={request}
                busy={busy}
                onRead={(passedOn) => send(subject, { kind: "read", passedOn })}
              />
            )}
          </AnswerCard>
          <QuestionCard request={request} />
          {may("give_detail") && (
            <section className={classes.card} aria-label="Précision">
              <DetailAsked caseId={request.id} />
              <WriteForm
                label="La précision demandée"
                help="Le délai de réponse reprend ensuite."
                verb="Envoyer la précision"
                max={LONGEST.text}
                min={3}
                rows={4}
                busy={busy}
                error={error}
                onSend={(text) => send(subject, { kind: "give_detail", text })}
              />
            </section>
          )}
          {may("answer_opinion") && (
            <section className={classes.card} aria-label="Avis">
              {asking && may("ask_detail") ? (
                <WriteForm
                  key="detail"
                  label="Ce qui manque pour répondre"
                  help="Votre délai s’arrête jusqu’à la précision."
                  verb="Demander la précision"
                  max={LONGEST.text}
                  min={3}
                  rows={3}
                  busy={busy}
                  error={error}
                  onSend={(text) => send(subject, { kind: "ask_detail", text })}
                />
              ) : (
                <WriteForm
                  key="answer"
                  label="Votre avis"
                  help="Il va à qui demande et au médecin traitant. Aucun document."
                  verb="Rendre l’avis"
                  max={LONGEST.answer}
                  min={10}
                  rows={6}
                  busy={busy}
                  error={error}
                  onSend={(text) => send(subject, { kind: "answer", text })}
                />
              )}
              {may("ask_detail") && (
                <Button
                  variant="quiet"
                  onClick={() => setAskingIn(asking ? null : request.version)}
                >
                  {asking ? "Revenir à l’avis" : "Il manque une précision"}
                </Button>
              )}
            </section>
          )}
          {buttons.length > 0 && (
            <div className={classes.acts}>
              {buttons.map((action) => (
                <ActButton
                  key={action}
                  action={action}
                  about={request.number}
                  phone={phoneToCall(request)}
                  onAct={(chosen) => act(subject, chosen)}
                />
              ))}
            </div>
          )}
          <section className={classes.card} aria-labelledby="faits">
            <h2 id="faits">La demande</h2>
            <OpinionFacts request={request} />
            {request.person_id && (
              <MaskedIdentity
                purpose="Vous en avez besoin pour cette demande ?"
                forced={!request.may_read_identity}
                reveal={(reason) => revealIdentity(request.person_id ?? "", reason)}
              />
            )}
            {request.person_id && request.may_read_identity && (
              <Suspense>
                <CareCirclePanel personId={request.person_id} />
              </Suspense>
            )}
          </section>
        </div>
        <section className={`${classes.card} ${page.column}`} aria-label="Fil">
          <CaseThread
            caseId={request.id}
            reader={reader}
            closed={closed}
            counters={request.counters}
            deadline={deadline}
            situation={statusWord("second_opinion", request.state).word}
            size="normal"
          />
          {may("message") && (
            <Suspense>
              <MessageBox caseId={request.id} label="Écrire sur le fil" />
            </Suspense>
          )}
          {request.identity_erased_on && (
            <Note icon={<IconLock size={20} stroke={1.75} aria-hidden="true" />}>
              L’identité, la question et la réponse sont effacées le{" "}
              {longDay(request.identity_erased_on)}.
            </Note>
          )}
        </section>
      </div>
      {sheet}
    </Page>
  );
}

/** Whom the coordination calls: who asked, when it is their turn; else who has it. */
function phoneToCall(request: SecondOpinionRequest): string | null {
  const { professional_phone: theirs, requester_phone: askers, state } = request;
  const ofAsker =
    request.answered_at !== null || state === "detail_asked" || state === "opinion_appointment";
  return ofAsker ? askers : (theirs ?? askers);
}
