import { type FormEvent, useState } from "react";
import { problemFields } from "../../problems";
import { Button } from "../../ui/Button";
import { looksLikeEmail } from "../../ui/email";
import { TextField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { Switch } from "../../ui/Switch";
import { useInvite } from "./delegations";
import classes from "./SecretariatScreen.module.css";

/** A name, an address, and whether they may answer: the link leaves by e-mail. */
export function InviteSheet({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [may_answer, setMayAnswer] = useState(false);
  const [tried, setTried] = useState(false);
  const invite = useInvite();
  const refused = problemFields(invite.error);
  const wrong = {
    name:
      tried && (name.trim().length < 2 || /[0-9<>@/]/.test(name))
        ? "Écrivez le nom comme on le dit, sans chiffre."
        : refused.name,
    email: tried && !looksLikeEmail(email) ? "Écrivez l’adresse e-mail entière." : refused.email,
  };

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (name.trim().length < 2 || !looksLikeEmail(email)) return;
    try {
      await invite.mutateAsync({ name: name.trim(), email: email.trim(), may_answer });
      onClose();
    } catch {
      // The fields, or the note above them, say what is wrong.
    }
  }
  return (
    <Sheet title="Inviter quelqu’un à votre secrétariat" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <Refusal typed error={Object.keys(refused).length === 0 && invite.error} />
        <TextField
          label="Prénom et nom"
          name="name"
          autoComplete="off"
          value={name}
          onChange={setName}
          error={wrong.name}
        />
        <TextField
          label="Adresse e-mail"
          name="email"
          kind="email"
          autoComplete="off"
          help="Un lien y est envoyé, qui ne sert qu’une fois."
          value={email}
          onChange={setEmail}
          error={wrong.email}
        />
        <Switch checked={may_answer} onChange={setMayAnswer}>
          Peut répondre aux demandes
        </Switch>
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={invite.isPending && "Envoi…"}
        >
          Envoyer l’invitation
        </Button>
      </form>
    </Sheet>
  );
}
