import { type FormEvent, useState } from "react";
import type { FactorAsked, FactorProof } from "../../api";
import { problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { PasswordField } from "../../ui/PasswordField";
import classes from "./FactorForm.module.css";
import { KNOWS_PASSKEYS, signWithPasskey } from "./passkeys";

type FactorFormProps = {
  asked: FactorAsked;
  /** Resolves to null once it is right, else to the sentence that says why not. */
  prove: (proof: FactorProof) => Promise<string | null>;
  onBack?: () => void;
};

const KINDS = ["password", "totp", "recovery"] as const;
type Kind = (typeof KINDS)[number];

const LABEL: Record<Kind, string> = {
  totp: "Code à 6 chiffres",
  recovery: "Code de secours",
  password: "Mot de passe",
};
const HELP: Record<Kind, string> = {
  totp: "Affiché par votre application d’authentification.",
  recovery: "Un de ceux que vous avez notés. Il ne servira qu’une fois.",
  password: "Celui de votre compte.",
};
const MISSING: Record<Kind, string> = {
  totp: "Écrivez le code.",
  recovery: "Écrivez un code de secours.",
  password: "Écrivez votre mot de passe.",
};

/** Proves who one is besides the password, with what there is: a passkey in one tap, else a code. */
export default function FactorForm({ asked, prove, onBack }: FactorFormProps) {
  const passkey = KNOWS_PASSKEYS ? asked.passkey : null;
  const kinds = KINDS.filter((one) => asked[one]);
  // A recovery code is for who has nothing else: a passkey comes first.
  const [kind, setKind] = useState<Kind | undefined>(
    kinds.find((one) => one !== "recovery" || !passkey),
  );
  const other = kinds.find((one) => one !== kind);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState<"typed" | "passkey" | null>(null);

  async function send(from: "typed" | "passkey", proof: () => Promise<FactorProof>) {
    setProblem(null);
    setSending(from);
    setProblem(await answerOf(proof, prove));
    setSending(null);
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (kind === undefined) return;
    const value = kind === "password" ? typed : typed.trim(); // a space may be part of a password
    if (value === "") {
      setProblem(MISSING[kind]);
      event.currentTarget.querySelector("input")?.focus();
      return;
    }
    void send("typed", async () => (kind === "password" ? { password: value } : { code: value }));
  }
  const field = kind && {
    label: LABEL[kind],
    help: HELP[kind],
    value: typed,
    onChange: setTyped,
  };
  return (
    <form onSubmit={submit} noValidate className={classes.root}>
      {problem && (
        <Note tone="crit" alert>
          {problem}
        </Note>
      )}
      {passkey && (
        <Button
          variant="filled"
          size="decision"
          wide
          busy={sending === "passkey" && "Appareil…"}
          onClick={() =>
            void send("passkey", async () => ({ passkey: await signWithPasskey(passkey) }))
          }
        >
          Utiliser ma clé d’accès
        </Button>
      )}
      {field &&
        (kind === "password" ? (
          <PasswordField {...field} name="password" autoComplete="current-password" />
        ) : (
          <TextField
            {...field}
            key={kind}
            name="code"
            kind={kind === "totp" ? "numeric" : "text"}
            autoComplete={kind === "totp" ? "one-time-code" : "off"}
          />
        ))}
      {field && (
        <Button
          type="submit"
          variant={passkey ? "default" : "filled"}
          size="decision"
          wide
          busy={sending === "typed" && "Vérification…"}
        >
          Continuer
        </Button>
      )}
      {!field && !passkey && (
        <Note>
          Votre clé d’accès ne marche pas dans ce navigateur. Prenez l’appareil où elle est, ou
          appelez l’administration de votre CPTS.
        </Note>
      )}
      {other && (
        <Button
          variant="quiet"
          wide
          onClick={() => {
            setKind(other);
            setTyped("");
          }}
        >
          {other === "recovery" ? "Téléphone perdu : code de secours" : "Code de l’application"}
        </Button>
      )}
      {onBack && (
        <Button variant="quiet" wide onClick={onBack}>
          Recommencer
        </Button>
      )}
    </form>
  );
}

async function answerOf(
  proof: () => Promise<FactorProof>,
  prove: FactorFormProps["prove"],
): Promise<string | null> {
  try {
    return await prove(await proof());
  } catch (refused) {
    return deviceSentence(refused);
  }
}

/** Why a passkey did not come about; anything else in its own words. */
export function deviceSentence(refused: unknown): string {
  if (!(refused instanceof DOMException)) return problemSentence(refused);
  return refused.name === "InvalidStateError"
    ? "Cet appareil a déjà une clé d’accès pour ce compte."
    : "L’appareil n’a pas répondu. Rien n’a été fait : réessayez.";
}
