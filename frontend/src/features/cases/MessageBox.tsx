import { IconSend } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { isProblem, problemSentence } from "../../problems";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { NoteField } from "../../ui/Field";
import { usePostMessage } from "./cases";
import classes from "./MessageBox.module.css";

const MAX = 1_000;

type MessageBoxProps = {
  caseId: string;
  /** "Écrire à Dr Aubertin", "Écrire sur le fil". */
  label: string;
  /** On a phone: one line and a paper plane, under the thumb. */
  compact?: boolean;
};

function refusal(error: unknown): string {
  if (isProblem(error) && error.type === "invalid_input") {
    return "Un numéro de sécurité sociale ne peut pas être gardé ici. Retirez-le.";
  }
  return problemSentence(error, true);
}

/** Writes to those who follow the request. What is typed stays until the server has it. */
export function MessageBox({ caseId, label, compact = false }: MessageBoxProps) {
  const [text, setText] = useState("");
  const post = usePostMessage(caseId, () => {
    setText("");
    announce("Message envoyé");
  });

  const problem = post.isError ? refusal(post.error) : null;

  function send(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== "") post.mutate(text.trim());
  }

  return (
    <form className={classes.root} data-compact={compact || undefined} onSubmit={send} noValidate>
      {compact ? (
        <textarea
          className={classes.line}
          aria-label={label}
          placeholder={label}
          rows={1}
          maxLength={MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <NoteField
          label={label}
          value={text}
          onChange={setText}
          max={MAX}
          rows={2}
          help="Visible des personnes qui suivent la demande."
          error={problem}
        />
      )}
      <Button
        type="submit"
        variant={compact ? "filled" : "default"}
        busy={post.isPending && "Envoi…"}
        aria-label={compact ? "Envoyer le message" : undefined}
        icon={<IconSend size={18} stroke={1.75} aria-hidden="true" />}
      >
        {compact ? null : "Envoyer le message"}
      </Button>
      {compact && problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </form>
  );
}
