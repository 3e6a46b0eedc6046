import { IconClockCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { UnscheduledCarePreview, UnscheduledCareRequest } from "../../api";
import { phoneWords } from "../../figures";
import { hour } from "../../time";
import { ActionBar } from "../../ui/ActionBar";
import { Button, ButtonLink } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { CloseLink } from "../../ui/PageBack";
import { StatusShape } from "../../ui/StatusShape";
import { answeredBefore } from "./preview";
import classes from "./Sent.module.css";

type SentProps = {
  request: UnscheduledCareRequest;
  home: "/tableau" | "/mes-demandes";
  thread: ReactNode;
  preview: UnscheduledCarePreview | null;
  onAnother: () => void;
};

/** Sent: the number, what happens now, and the hour by which somebody answers, whatever happens. */
export function Sent({ request, home, thread, preview, onAnother }: SentProps) {
  const waiting = request.state === "to_complete";
  const title = waiting ? "Demande gardée" : "Demande envoyée";
  return (
    <Page title={title} hideTitle focused column aside={<CloseLink to={home} />}>
      <header className={classes.head}>
        <h1>
          <StatusShape shape={waiting ? "draft" : "done"} size={28} />
          {title}
        </h1>
        <p>
          {request.number}, à {hour(request.created_at)}.{" "}
          {waiting
            ? "La personne n’est pas encore informée : personne n’est sollicité. Complétez la demande dès qu’elle est d’accord."
            : "Chaque étape vous sera signalée."}
        </p>
      </header>
      <div className={classes.card}>{thread}</div>
      {!waiting && preview && (
        <Note tone="accent" icon={<IconClockCheck size={20} stroke={1.75} aria-hidden="true" />}>
          Quelqu’un vous répond, quoi qu’il arrive,{" "}
          <b>avant {answeredBefore(preview.coordinator_at)}.</b>
          {preview.coordination_phone && (
            <> La coordination&nbsp;: {phoneWords(preview.coordination_phone)}.</>
          )}
        </Note>
      )}
      <ActionBar>
        <div className={classes.decision}>
          <ButtonLink to="/demandes/$id" params={{ id: request.id }} variant="filled">
            Suivre
          </ButtonLink>
          <Button onClick={onAnother}>Autre demande</Button>
        </div>
      </ActionBar>
    </Page>
  );
}
