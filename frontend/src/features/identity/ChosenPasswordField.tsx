import { useEffect, useState } from "react";
import { judgePassword, type PasswordStrength } from "../../api";
import { SHORTEST_PASSWORD } from "../../ui/LinkPage";
import { PasswordField } from "../../ui/PasswordField";

const PAUSE_MS = 400;

const SAYS: Record<PasswordStrength, string> = {
  guessable: "Trop facile à deviner\u00a0: prenez plusieurs mots sans lien entre eux.",
  good: "Correct.",
  strong: "Solide.",
};

type ChosenPasswordFieldProps = {
  label: string;
  name: string;
  /** What others know of its owner: a name, an address. */
  about: string[];
  /** What it will be good for, when the page does not say so. */
  help?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
};

/** A new password, with how hard it is to guess: the server says so, for its lists weigh more than the app. */
export function ChosenPasswordField({ about, help, ...field }: ChosenPasswordFieldProps) {
  const strength = useStrength(field.value, about);
  // What a refusal says under the field is not said twice.
  const says = strength && !(field.error && strength === "guessable");
  return (
    <PasswordField
      {...field}
      autoComplete="new-password"
      help={
        <>
          Au moins {SHORTEST_PASSWORD} caractères. {help && `${help} `}
          <span role="status">{says && SAYS[strength]}</span>
        </>
      }
    />
  );
}

/** The judgement of what is typed, once one pauses; null before, and when nobody answers: sending it will tell. */
function useStrength(password: string, about: string[]): PasswordStrength | null {
  const [judged, setJudged] = useState<{ password: string; strength: PasswordStrength } | null>(
    null,
  );
  const known = about.join("\n");
  useEffect(() => {
    if (password.length < SHORTEST_PASSWORD) return;
    const leaving = new AbortController();
    const timer = window.setTimeout(async () => {
      const body = { password, about: known };
      const { data } = await judgePassword({ body, signal: leaving.signal }).catch(() => ({
        data: undefined,
      }));
      if (data && !leaving.signal.aborted) setJudged({ password, strength: data.strength });
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      leaving.abort();
    };
  }, [password, known]);
  return judged?.password === password ? judged.strength : null;
}
