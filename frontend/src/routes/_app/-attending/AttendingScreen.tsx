import { lazy, Suspense } from "react";
import { CASE_ACTION } from "../../../acts";
import type { AttendingDoctorRequest, CaseAction } from "../../../api";
import { personWords } from "../../../features/attending_doctor/attending-words";
import { Facts } from "../../../features/attending_doctor/Facts";
import { NextDoctors, Refusals, Why } from "../../../features/attending_doctor/Why";
import { searchDeadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import type { Reader } from "../../../features/cases/timeline-words";
import { useMe } from "../../../session";
import { ActionBar } from "../../../ui/ActionBar";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import page from "../../../ui/request-page.module.css";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import classes from "./Attending.module.css";
import { Person, readerOfSearch } from "./parts";
import { useAttendingActs } from "./useAttendingActs";

const MessageBox = lazy(async () => ({
  default: (await import("../../../features/cases/MessageBox")).MessageBox,
}));

/** Shown elsewhere on the page than among the buttons. */
const ELSEWHERE = new Set<CaseAction>(["message", "call"]);

/** Never the button that a tired thumb finds first. */
const GIVES_UP = new Set<CaseAction>(["withdraw", "close"]);

/** One search, the same page for who asked, the doctor who took it and the coordination. */
export function AttendingScreen({ request }: { request: AttendingDoctorRequest }) {
  const me = useMe();
  const { act, sheet, problem, busy } = useAttendingActs(request);
  const follows = me.professional_id !== null && request.professional?.id === me.professional_id;
  const reader = readerOfSearch(me, request);
  const closed = request.closed_at !== null;
  const deadline = closed ? null : searchDeadlineOf(request.clock);
  const [first, ...others] = request.actions.filter((action) => !ELSEWHERE.has(action));
  return (
    <Page
      title={request.number}
      hideTitle
      focused
      back={
        <>
          <BackLink to={follows ? "/a-repondre" : "/medecin-traitant"} />
          <h1 className={page.number}>{request.number}</h1>
        </>
      }
    >
      {problem && (
        <Note tone="crit" alert>
          {problem}
        </Note>
      )}
      <div className={page.root}>
        <section className={`${classes.card} ${page.column}`} aria-labelledby="qui">
          <h2 id="qui">{personWords(request)}</h2>
          <StatusBadge
            fill
            lifecycle="attending_doctor"
            state={request.state}
            values={{ count: request.refused || undefined }}
          />
          <Facts request={request} person={<Person request={request} />} />
          {!closed && <Why request={request} />}
          <Refusals request={request} />
          {request.actions.includes("propose") && <NextDoctors request={request} />}
        </section>
        <section className={`${classes.card} ${page.column}`} aria-label="Fil">
          <CaseThread
            caseId={request.id}
            reader={reader}
            closed={closed}
            counters={request.counters}
            deadline={deadline}
            situation={statusWord("attending_doctor", request.state).word}
            size="normal"
          />
          {request.actions.includes("message") && (
            <Suspense>
              <MessageBox caseId={request.id} label={addressee(reader)} />
            </Suspense>
          )}
        </section>
      </div>
      {first && (
        <ActionBar>
          <div className={page.decision}>
            <Button
              variant={GIVES_UP.has(first) ? "default" : "filled"}
              size="decision"
              wide
              busy={busy && "Envoi…"}
              onClick={() => act(first)}
            >
              {wordOf(first)}
            </Button>
            {others.length > 0 && (
              <div className={classes.others}>
                {others.map((action) => (
                  <Button key={action} onClick={() => act(action)}>
                    {wordOf(action)}
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

/** A doctor is not told who made the person known: what these write reaches the coordination alone. */
function addressee({ coordinates, asked }: Reader): string {
  return asked && !coordinates ? "Écrire à la coordination" : "Écrire sur le fil";
}

function wordOf(action: CaseAction): string {
  return action === "withdraw" ? "Me désister" : CASE_ACTION[action];
}
