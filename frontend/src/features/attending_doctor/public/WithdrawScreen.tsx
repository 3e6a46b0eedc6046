import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type AttendingDoctorFormEnd, withdrawAttendingDoctorForm } from "../../../api";
import { isProblem, problemSentence } from "../../../problems";
import { Brand } from "../../../ui/Brand";
import { Button } from "../../../ui/Button";
import { Choice } from "../../../ui/Choice";
import { Note } from "../../../ui/Note";
import classes from "./PublicForm.module.css";
import { ENDED, ENDS } from "./words";

/** Takes a request back by the link of its receipt, whose token stays in the browser until then. */
export function WithdrawScreen({ token }: { token: string }) {
  const [end, setEnd] = useState<AttendingDoctorFormEnd | null>(null);
  const [missing, setMissing] = useState(false);
  const sending = useMutation({
    mutationFn: (chosen: AttendingDoctorFormEnd) =>
      withdrawAttendingDoctorForm({ body: { token, end: chosen }, throwOnError: true }),
  });

  function submit() {
    setMissing(end === null);
    if (end !== null) sending.mutate(end);
  }

  return (
    <main className={classes.root}>
      <title>Retirer une demande · Maillage</title>
      <Brand />
      {sending.isSuccess ? (
        <div className={classes.head} role="status">
          <h1>C’est fait</h1>
          <p>{ENDED[sending.variables]}</p>
        </div>
      ) : (
        <>
          <div className={classes.head}>
            <h1>Retirer la demande de médecin traitant</h1>
            <p>Rien de la demande n’est montré ici.</p>
          </div>
          <Choice
            legend="Pour quelle raison"
            options={ENDS}
            value={end}
            onChange={(chosen) => {
              setEnd(chosen);
              setMissing(false);
            }}
            error={missing ? "Choisissez une réponse." : null}
          />
          {sending.isError && (
            <Note tone="crit" alert>
              {said(sending.error)}
            </Note>
          )}
          <Button
            variant="filled"
            size="decision"
            wide
            busy={sending.isPending && "Envoi…"}
            onClick={submit}
          >
            Retirer la demande
          </Button>
        </>
      )}
    </main>
  );
}

function said(refused: unknown): string {
  const unknown =
    isProblem(refused) && (refused.type === "not_found" || refused.type === "invalid_input");
  return unknown
    ? "Ce lien n’a pas été copié en entier. Reprenez-le, ou appelez la coordination."
    : problemSentence(refused);
}
