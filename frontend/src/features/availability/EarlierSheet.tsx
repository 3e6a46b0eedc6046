import { useState } from "react";
import type { Appointment, WaitingScope } from "../../api";
import { useServerNow } from "../../clock";
import { appointmentTime } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { Skeletons } from "../../ui/Skeletons";
import classes from "./Sheets.module.css";
import { useAwaitEarlier, useWaitingAct, useWaitingEntry } from "./waiting";
import { WAITING_SCOPE, waitingWord } from "./waiting-words";

const SCOPES = (Object.keys(WAITING_SCOPE) as WaitingScope[]).map((value) => ({
  value,
  label: WAITING_SCOPE[value],
}));

type EarlierSheetProps = {
  appointment: Pick<Appointment, "id" | "starts_at" | "professional">;
  onClose: () => void;
};

/** Asks to be told when an earlier time than an appointment becomes free, or no longer to be. */
export default function EarlierSheet({ appointment, onClose }: EarlierSheetProps) {
  const now = useServerNow();
  const { data: entry } = useWaitingEntry(appointment.id);
  const wait = useAwaitEarlier();
  const stop = useWaitingAct();
  const [scope, setScope] = useState<WaitingScope>("same_professional");
  const refused = wait.error ?? stop.error;

  function ask() {
    wait.mutate(
      { appointment_id: appointment.id, scope },
      {
        onSuccess: () => {
          announce("Vous serez prévenu si un créneau se libère plus tôt");
          onClose();
        },
      },
    );
  }
  return (
    <Sheet title="Prévenir si un créneau se libère plus tôt" onClose={onClose}>
      <div className={classes.form}>
        <p className={classes.help}>
          Rendez-vous {appointmentTime(appointment.starts_at, now)} avec{" "}
          {appointment.professional.name}. Il reste tant que rien d’autre n’est accepté.
        </p>
        {entry === undefined && <Skeletons shape="row" count={2} />}
        {entry === null && (
          <>
            <Choice legend="Avec qui" options={SCOPES} value={scope} onChange={setScope} />
            <p className={classes.help}>
              Un créneau qui se libère vous est gardé le temps de répondre. Rarement, jamais la nuit
              ni au dernier moment.
            </p>
          </>
        )}
        {entry && (
          <Note tone="ok">Un créneau plus tôt est recherché. {waitingWord(entry, now)}.</Note>
        )}
        <Refusal error={refused} />
        {entry === null && (
          <Button
            variant="filled"
            size="decision"
            wide
            busy={wait.isPending && "Envoi…"}
            onClick={ask}
          >
            Me prévenir
          </Button>
        )}
        {entry && (
          <Button
            wide
            busy={stop.isPending && "Envoi…"}
            onClick={() =>
              stop.mutate({ kind: "withdraw", entryId: entry.id }, { onSuccess: onClose })
            }
          >
            Ne plus chercher
          </Button>
        )}
      </div>
    </Sheet>
  );
}
