import { type FormEvent, useState } from "react";
import { resetSecondFactor } from "../../api";
import { isProblem } from "../../problems";
import { AskSheet } from "../../ui/AskSheet";
import { Button } from "../../ui/Button";
import { looksLikeEmail } from "../../ui/email";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { useWrite } from "../../writes";
import classes from "./FactorsScreen.module.css";
import rows from "./OwnRows.module.css";
import { ProofSheet } from "./ProofSheet";

/** For an admin: a member lost their telephone. */
export function MemberReset() {
  const [email, setEmail] = useState("");
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const reset = useWrite(
    (address: string, key: string) =>
      resetSecondFactor({
        body: { email: address },
        headers: { "Idempotency-Key": key },
        throwOnError: true,
      }),
    { onDone: () => setDone(email.trim()) },
  );
  const why = isProblem(reset.error) ? reset.error.type : null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setDone(null);
    const right = looksLikeEmail(email);
    setWrong(right ? null : "Écrivez son adresse e-mail.");
    setAsking(right);
  }
  return (
    <section className={classes.section}>
      <h2>Un membre a perdu son téléphone</h2>
      <p className={rows.help}>Vérifiez d’abord, de vive voix, que c’est bien cette personne.</p>
      {done && (
        <Note tone="ok" alert>
          C’est fait. {done} se connecte avec son mot de passe, puis ajoute un nouvel appareil.
        </Note>
      )}
      {why === "not_found" ? (
        <Note tone="crit" alert>
          Personne ici n’a cette adresse et une double authentification que vous pouvez retirer.
          Rien n’a été changé. Si cette personne a aussi un rôle dans une autre CPTS, demandez à
          l’exploitant.
        </Note>
      ) : (
        <Refusal error={why === "proof_needed" ? null : reset.error} />
      )}
      <form className={classes.form} noValidate onSubmit={submit}>
        <TextField
          label="Son adresse e-mail"
          kind="email"
          autoComplete="off"
          value={email}
          onChange={setEmail}
          error={wrong}
        />
        <Button type="submit" busy={reset.isPending && "Envoi…"}>
          Retirer sa double authentification
        </Button>
      </form>
      {asking && (
        <AskSheet
          title="Retirer sa double authentification ?"
          promise={`${email.trim()} sera déconnecté partout, et prévenu par e-mail.`}
          keep="Garder"
          act="Retirer"
          onYes={() => reset.mutate(email.trim())}
          onClose={() => setAsking(false)}
        />
      )}
      {why === "proof_needed" && (
        <ProofSheet onProved={() => reset.mutate(email.trim())} onClose={() => reset.reset()} />
      )}
    </section>
  );
}
