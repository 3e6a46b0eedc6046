import { type FormEvent, useState } from "react";
import { isProblem, problemSentence } from "../../problems";
import { NO_NUMBER } from "../../typed";
import { Button } from "../../ui/Button";
import { NoteField } from "../../ui/Field";
import classes from "./OpinionPage.module.css";

type WriteFormProps = {
  label: string;
  help: string;
  verb: string;
  max: number;
  /** The fewest characters that say something. */
  min: number;
  rows: number;
  busy: boolean;
  /** Why the last sending was refused; what was typed stays. */
  error: unknown;
  onSend: (text: string) => void;
};

function refusal(error: unknown): string | null {
  if (!error) return null;
  return isProblem(error) && error.type === "invalid_input"
    ? NO_NUMBER
    : problemSentence(error, true);
}

/** A text for the other professional: the opinion, a question, what was missing. */
export function WriteForm(props: WriteFormProps) {
  const { label, help, verb, max, min, rows, busy, error, onSend } = props;
  const [text, setText] = useState("");
  const [short, setShort] = useState(false);

  function send(event: FormEvent) {
    event.preventDefault();
    const written = text.trim();
    setShort(written.length < min);
    if (written.length >= min && !busy) onSend(written);
  }
  return (
    <form className={classes.write} onSubmit={send} noValidate>
      <NoteField
        label={label}
        help={help}
        value={text}
        onChange={(typed) => {
          setText(typed);
          setShort(false);
        }}
        max={max}
        rows={rows}
        error={short ? "Écrivez une phrase au moins." : refusal(error)}
      />
      <Button type="submit" variant="filled" busy={busy && "Envoi…"}>
        {verb}
      </Button>
    </form>
  );
}
