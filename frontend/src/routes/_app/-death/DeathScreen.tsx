import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { CASE_ACTION } from "../../../acts";
import type { CaseAction, DeathCertificationRequest } from "../../../api";
import { getCommunityOptions } from "../../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../../clock";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { DEATH_SAID } from "../../../features/cases/death-timeline";
import { AnswerQuestions } from "../../../features/death_certifications/AnswerQuestions";
import { DeathFacts } from "../../../features/death_certifications/DeathFacts";
import { FamilyCard } from "../../../features/death_certifications/FamilyCard";
import { ProgressCard } from "../../../features/death_certifications/ProgressCard";
import { progressOf } from "../../../features/death_certifications/progress";
import { revealIdentity } from "../../../features/people/identity";
import { useMe } from "../../../session";
import { ActionBar } from "../../../ui/ActionBar";
import { BackLink } from "../../../ui/BackLink";
import { Button, ButtonAnchor } from "../../../ui/Button";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import page from "../../../ui/request-page.module.css";
import { statusWord } from "../../../words";
import { CertifierPart } from "./CertifierPart";
import classes from "./DeathScreen.module.css";
import { type DeathSubject, useDeathActs } from "./useDeathActs";

const MessageBox = lazy(async () => ({
  default: (await import("../../../features/cases/MessageBox")).MessageBox,
}));

/** Shown elsewhere on the page than among the buttons. */
const ELSEWHERE = new Set<CaseAction>([
  "message",
  "complete",
  "share_with_family",
  "cancel",
  "call",
  "correct",
]);

/** Never the button that a tired thumb finds first. */
const GIVES_UP = new Set<CaseAction>(["withdraw", "close_elsewhere"]);

/** What the acts need to know of the page of a request. */
export function deathSubject(request: DeathCertificationRequest): DeathSubject {
  const { id, version, number, wave, dispatch_id, possible_duplicates } = request;
  return { id, version, number, wave, dispatch_id, duplicates: possible_duplicates };
}

/** One request, the same page for who asked, who comes and who coordinates, each with their acts. */
export function DeathScreen({ request }: { request: DeathCertificationRequest }) {
  const me = useMe();
  const now = useServerNow();
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const { act, send, sheet, problem, busy } = useDeathActs();
  const coordinates = me.scopes.includes("board:read");
  const comes = me.professional_id !== null && request.professional?.id === me.professional_id;
  const subject = deathSubject(request);
  const closed = request.closed_at !== null;
  const may = (action: CaseAction) => request.actions.includes(action);
  const buttons = request.actions.filter((action) => !ELSEWHERE.has(action));
  const [first, ...others] = buttons;
  // Answering what is open comes first: then no act below is the one to press.
  const answers = may("complete") && request.to_answer.length > 0;
  return (
    <Page
      title={request.number}
      hideTitle
      focused
      back={
        <>
          <BackLink to={coordinates ? "/tableau" : comes ? "/a-repondre" : "/deces"} />
          <h1 className={page.number}>{request.number}</h1>
        </>
      }
      aside={
        <>
          {may("cancel") && (
            <Button variant="quiet" onClick={() => act(subject, "cancel")}>
              Annuler
            </Button>
          )}
          {may("correct") && (
            <Button variant="quiet" onClick={() => act(subject, "correct")}>
              {CASE_ACTION.correct}
            </Button>
          )}
        </>
      }
    >
      {problem && (
        <Note tone="crit" alert>
          {problem}
        </Note>
      )}
      <div className={page.root}>
        <div className={page.column}>
          <ProgressCard
            {...progressOf(request, now)}
            coordinationPhone={coordinates ? null : community.coordination_phone}
          >
            {request.state === "out_of_scope" && !coordinates && (
              <ButtonAnchor href="tel:17" variant="filled" size="decision" wide>
                Appeler le 17
              </ButtonAnchor>
            )}
          </ProgressCard>
          {request.duplicate_of && (
            <Note>
              Doublon de{" "}
              <Link to="/deces/$id" params={{ id: request.duplicate_of.id }}>
                {request.duplicate_of.number}
              </Link>
              .
            </Note>
          )}
          {!closed && request.possible_duplicates.length > 0 && (
            <Note tone="warn">
              Doublon possible de{" "}
              {request.possible_duplicates.map(({ id, number }) => (
                <Link key={id} to="/deces/$id" params={{ id }}>
                  {number}
                </Link>
              ))}
              . Les deux suivent leur cours tant que vous ne dites rien.
            </Note>
          )}
          {request.note_flagged && coordinates && (
            <Note tone="warn">
              L’auteur a confirmé que des mots qui semblent médicaux n’en sont pas.
            </Note>
          )}
          {answers && (
            <AnswerQuestions
              questions={request.to_answer}
              sending={busy}
              onAnswer={(answers) => send(subject, { kind: "answer", answers })}
            />
          )}
          {comes && !closed && request.person_id && <CertifierPart request={request} />}
          {may("share_with_family") && !closed && <FamilyCard request={request} />}
          <section className={page.card} aria-labelledby="faits">
            <h2 id="faits">La demande</h2>
            <DeathFacts
              request={request}
              person={
                request.person_id &&
                !comes && (
                  <MaskedIdentity
                    compact
                    purpose="Vous en avez besoin pour cette demande ?"
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
              ofDeath: DEATH_SAID,
            }}
            closed={closed}
            counters={request.counters}
            deadline={closed ? null : deadlineOf(request.clock)}
            situation={statusWord("death_certification", request.state).word}
            size="normal"
          />
          {may("message") && (
            <Suspense>
              <MessageBox caseId={request.id} label="Écrire sur le fil" />
            </Suspense>
          )}
        </section>
      </div>
      {first && (
        <ActionBar>
          <div className={page.decision}>
            <Button
              variant={answers || GIVES_UP.has(first) ? "default" : "filled"}
              size="decision"
              wide
              busy={busy && "Envoi…"}
              onClick={() => act(subject, first)}
            >
              {CASE_ACTION[first]}
            </Button>
            {others.length > 0 && (
              <div className={classes.others}>
                {others.map((action) => (
                  <Button key={action} onClick={() => act(subject, action)}>
                    {comes && action === "withdraw"
                      ? "Me désister"
                      : action === "depart"
                        ? "Nouvelle heure"
                        : CASE_ACTION[action]}
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
