import { useState } from "react";
import type { SecondOpinionRequest } from "../../api";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { Note } from "../../ui/Note";
import page from "../../ui/request-page.module.css";

type ReadingFormProps = {
  request: SecondOpinionRequest;
  busy: boolean;
  onRead: (passedOn: boolean) => void;
};

/** Who asked has the answer; they pass it on when the attending doctor is not here. */
export function ReadingForm({ request, busy, onRead }: ReadingFormProps) {
  const [passedOn, setPassedOn] = useState(false);
  const passes = request.attending_told === "to_pass_on";
  const name = request.attending_professional?.name ?? "Le médecin traitant";
  const seen = request.state === "opinion_appointment";
  return (
    <>
      {passes && (
        <>
          <Note>
            {name} n’est pas membre ici et ne reçoit rien&nbsp;: transmettez-lui la réponse.
          </Note>
          <Check checked={passedOn} onChange={setPassedOn}>
            Je transmets la réponse au médecin traitant
          </Check>
        </>
      )}
      {seen && <p className={page.quiet}>Prévenez la personne de son rendez-vous.</p>}
      <Button
        variant="filled"
        size="decision"
        wide
        disabled={passes && !passedOn}
        busy={busy && "Envoi…"}
        onClick={() => onRead(passedOn)}
      >
        {seen ? "La personne est prévenue" : "J’ai lu la réponse"}
      </Button>
    </>
  );
}
