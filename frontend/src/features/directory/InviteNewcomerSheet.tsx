import { type FormEvent, useState } from "react";
import type { ProfessionalSummary } from "../../api";
import { problemFields } from "../../problems";
import { Button } from "../../ui/Button";
import { looksLikeEmail } from "../../ui/email";
import { TextField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import classes from "./News.module.css";
import { useInviteNewcomer } from "./newcomers";

type InviteNewcomerSheetProps = { who: ProfessionalSummary; onClose: () => void };

/** Who is invited, and where the link is to be sent. */
export default function InviteNewcomerSheet({ who, onClose }: InviteNewcomerSheetProps) {
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const invite = useInviteNewcomer();
  const refused = problemFields(invite.error);
  const wrong =
    tried && !looksLikeEmail(email) ? "Écrivez l’adresse e-mail entière." : refused.email;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (!looksLikeEmail(email)) return;
    try {
      await invite.mutateAsync({ id: who.id, email: email.trim() });
      onClose();
    } catch {
      // The field, or the note above it, says what is wrong.
    }
  }
  return (
    <Sheet title={`Inviter ${who.name}`} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.quiet}>
          {who.specialty_label ?? who.profession_label}. Un lien part à son adresse&nbsp;: la
          personne choisit un mot de passe et entre dans la CPTS, sa fiche est la sienne.
        </p>
        <Refusal typed error={Object.keys(refused).length === 0 && invite.error} />
        <TextField
          label="Adresse e-mail"
          name="email"
          kind="email"
          autoComplete="off"
          help="Son adresse à elle ou à lui, pas celle du secrétariat. Le lien ne sert qu’une fois."
          value={email}
          onChange={setEmail}
          error={wrong}
        />
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
