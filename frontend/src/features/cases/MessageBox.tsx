import { IconSend } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { NoteField } from "../../ui/Field";
import { usePostMessage } from "./cases";
import classes from "./MessageBox.module.css";
import { messageRefusal } from "./message-refusals";

const MAX = 1_000;

type MessageBoxProps = {
  caseId: string;
  /** "Écrire à Dr Aubertin", "Écrire sur le fil". */
  label: string;
  /** On a phone: one line and a paper plane, under the thumb. */
  compact?: boolean;
};

/** Writes to those who follow the request. What is typed stays until the server has it. */
export function MessageBox({ caseId, label, compact = false }: MessageBoxProps) {
  const [text, setText] = useState("");
  const post = usePostMessage(caseId, () => {
    setText("");
    announce("Message envoyé");
  });

  const refused = post.isError ? messageRefusal(post.error) : null;
  const problem = refused?.sentence ?? null;

  function send(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== "") post.mutate({ text: text.trim() });
  }

  // What the server refused stands until something else is typed.
  function type(typed: string) {
    setText(typed);
    if (post.isError) post.reset();
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
          onChange={(event) => type(event.currentTarget.value)}
        />
      ) : (
        <NoteField
          label={label}
          value={text}
          onChange={type}
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
      {refused?.medicalWords && (
        <Button
          variant="quiet"
          onClick={() => post.mutate({ text: text.trim(), confirmed_not_medical: true })}
        >
          Ce n’est pas médical, envoyer
        </Button>
      )}
      {compact && problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </form>
  );
}
