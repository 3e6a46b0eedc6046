import { type FormEvent, useState } from "react";
import { phoneWords } from "../../figures";
import { isProblem, problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { PhoneField } from "../../ui/Field";
import type { usePageChange } from "./membership";
import classes from "./PageScreen.module.css";

type PhoneFormProps = {
  known: string | null;
  write: ReturnType<typeof usePageChange>;
  /** Null: there is no number. */
  onSave: (number: string | null) => void;
  onClose: () => void;
};

/** The telephone of a place, corrected by who practises there. */
export function PhoneForm({ known, write, onSave, onClose }: PhoneFormProps) {
  const [typed, setTyped] = useState(known ? phoneWords(known) : "");
  const refused = isProblem(write.error) && write.error.type === "invalid_input";
  const wrong = refused ? "Écrivez un numéro à 10 chiffres, ou videz le champ." : null;

  function save(event: FormEvent) {
    event.preventDefault();
    onSave(typed.trim() === "" ? null : typed.trim());
  }
  return (
    <form className={classes.phone} onSubmit={save} noValidate>
      <PhoneField
        label="Numéro que vos confrères appellent"
        autoComplete="off"
        value={typed}
        onChange={setTyped}
        help="Il vaut jusqu’à ce que le répertoire national en dise un autre."
        error={wrong ?? (write.error ? problemSentence(write.error, true) : null)}
      />
      <div className={classes.acts}>
        <Button type="submit" variant="filled" busy={write.isPending && "Envoi…"}>
          Enregistrer
        </Button>
        <Button onClick={onClose}>Annuler</Button>
      </div>
    </form>
  );
}
