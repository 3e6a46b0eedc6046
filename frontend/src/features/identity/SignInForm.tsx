import { type FormEvent, lazy, Suspense, useState } from "react";
import type { FactorAsked } from "../../api";
import type { Door } from "../../entry";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { PasswordField } from "../../ui/PasswordField";
import { StatusShape } from "../../ui/StatusShape";

// Asked of few, and after the password: the door opens without it.
const FactorForm = lazy(() => import("./FactorForm"));

/** What is typed at the door, kept above the form so that a demonstration can fill it. */
export type Typed = { email: string; password: string };

type SignInFormProps = {
  typed: Typed;
  onType: (typed: Typed) => void;
  door: Door;
  /** What is asked once the password is right, known above so that the rest of the page makes way. */
  asked: FactorAsked | null;
  onAsked: (asked: FactorAsked | null) => void;
  /** To lead the focus to the button, once the form is filled for them. */
  submitId?: string;
};

/** The address, the password, and why it was refused; then the second factor of who has one. */
export function SignInForm({ typed, onType, door, asked, onAsked, submitId }: SignInFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const missing = {
    email: tried && typed.email.trim() === "" ? "Écrivez votre adresse e-mail." : undefined,
    password: tried && typed.password === "" ? "Écrivez votre mot de passe." : undefined,
  };

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setTried(true);
    setProblem(null);
    const first = typed.email.trim() === "" ? "email" : typed.password === "" ? "password" : null;
    if (first) {
      form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
      return;
    }
    setSending(true);
    const entered = await door.signIn(typed.email.trim(), typed.password);
    setSending(false);
    if (typeof entered === "string") setProblem(entered);
    else onAsked(entered);
  }

  if (asked) {
    return (
      <Suspense fallback={null}>
        <FactorForm asked={asked} prove={door.prove} onBack={() => onAsked(null)} />
      </Suspense>
    );
  }

  return (
    <form onSubmit={submit} noValidate>
      {problem && (
        <Note tone="crit" alert icon={<StatusShape shape="crit" size={18} />}>
          {problem}
        </Note>
      )}
      <TextField
        label="Adresse e-mail"
        name="email"
        kind="email"
        autoComplete="username"
        value={typed.email}
        onChange={(email) => onType({ ...typed, email })}
        error={missing.email}
      />
      <PasswordField
        label="Mot de passe"
        name="password"
        autoComplete="current-password"
        value={typed.password}
        onChange={(password) => onType({ ...typed, password })}
        error={missing.password}
      />
      <Button
        id={submitId}
        type="submit"
        variant="filled"
        size="decision"
        wide
        busy={sending && "Connexion…"}
      >
        Se connecter
      </Button>
    </form>
  );
}
