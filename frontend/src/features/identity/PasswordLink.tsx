import { useState } from "react";
import { requestPasswordLink } from "../../api";
import { problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { looksLikeEmail } from "../../ui/email";
import { Note } from "../../ui/Note";

type Answer = { tone: "ok" | "crit"; text: string };

/** For a regulator whom the SAS platform has sent here: the first time, they have no password. */
export function PasswordLink({ email }: { email: string }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [sending, setSending] = useState(false);

  async function ask() {
    if (!looksLikeEmail(email)) {
      setAnswer({ tone: "crit", text: "Écrivez d’abord votre adresse e-mail, ci-dessus." });
      return;
    }
    setSending(true);
    setAnswer(await asked(email.trim()));
    setSending(false);
  }
  return (
    <>
      {answer && (
        <Note tone={answer.tone} alert>
          {answer.text}
        </Note>
      )}
      <Button type="button" wide onClick={ask} busy={sending && "Envoi…"}>
        Première fois ou mot de passe oublié
      </Button>
    </>
  );
}

async function asked(email: string): Promise<Answer> {
  try {
    const { error } = await requestPasswordLink({ body: { email } });
    if (error) return { tone: "crit", text: problemSentence(error) };
    return {
      tone: "ok",
      text: "Si la plateforme SAS vous a ouvert un compte, un lien vient de partir à cette adresse. Il sert 24 heures.",
    };
  } catch (unreachable) {
    return { tone: "crit", text: problemSentence(unreachable) };
  }
}
