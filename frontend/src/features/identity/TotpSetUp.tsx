import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { confirmTotp, type TotpSecret } from "../../api";
import { getMySecondFactorQueryKey } from "../../api/@tanstack/react-query.gen";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import classes from "./FactorsScreen.module.css";
import rows from "./OwnRows.module.css";

type TotpSetUpProps = {
  drawn: TotpSecret;
  onAdded: (codes: string[] | null) => void;
  onClose: () => void;
};

/** The secret, as a picture and as letters, and the first code that makes it count. */
export function TotpSetUp({ drawn, onAdded, onClose }: TotpSetUpProps) {
  const queries = useQueryClient();
  const [code, setCode] = useState("");
  const [refused, setRefused] = useState<unknown>(null);
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const digits = code.replaceAll(" ", "");
    const whole = /^\d{6}$/.test(digits);
    setMissing(!whole);
    setRefused(null);
    if (!whole) {
      event.currentTarget.querySelector("input")?.focus();
      return;
    }
    setSending(true);
    try {
      const { data } = await confirmTotp({ body: { code: digits }, throwOnError: true });
      // Before the factor is read again: until the codes are there, it passes for one added elsewhere.
      onAdded(data.recovery_codes);
      await queries.invalidateQueries({ queryKey: getMySecondFactorQueryKey() });
    } catch (problem) {
      setRefused(problem);
      setSending(false);
    }
  }
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <p className={rows.help}>
        Dans votre application d’authentification, scannez cette image&nbsp;:
      </p>
      <svg
        role="img"
        aria-label="QR code à scanner"
        className={classes.qr}
        viewBox={`0 0 ${drawn.qr_size} ${drawn.qr_size}`}
        shapeRendering="crispEdges"
      >
        <path d={drawn.qr_path} fill="currentColor" />
      </svg>
      <p className={rows.help}>Ou recopiez cette clé&nbsp;:</p>
      <p className={classes.secret}>{drawn.secret.match(/.{1,4}/g)?.join(" ")}</p>
      <Refusal error={refused} />
      <TextField
        label="Code à 6 chiffres"
        help="Celui que l’application affiche maintenant."
        kind="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={missing ? "Écrivez les 6 chiffres." : undefined}
      />
      <Button type="submit" variant="filled" size="decision" wide busy={sending && "Vérification…"}>
        Confirmer
      </Button>
      <Button wide onClick={onClose}>
        Annuler
      </Button>
    </form>
  );
}
