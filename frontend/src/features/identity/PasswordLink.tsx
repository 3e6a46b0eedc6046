import { useState } from "react";
import { requestPasswordLink } from "../../api";
import { problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { looksLikeEmail } from "../../ui/email";
import { Note } from "../../ui/Note";

type Answer = { tone: "ok" | "crit"; text: string };

type PasswordLinkProps = {
  email: string;
  /** A regulator whom the SAS platform has sent here: the first time, they have no password. */
  fromPlatform?: boolean;
  /** The accounts of the demonstration keep the password that is shown. */
  demo?: boolean;
};

/** Asks for the link to a new password, which is answered alike whoever has the address. */
export function PasswordLink({ email, fromPlatform, demo }: PasswordLinkProps) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [sending, setSending] = useState(false);

  async function ask() {
    if (!looksLikeEmail(email)) {
      setAnswer({ tone: "crit", text: "Écrivez d’abord votre adresse e-mail, ci-dessus." });
      return;
    }
    setSending(true);
    setAnswer(await asked(email.trim(), said(fromPlatform, demo)));
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
        {fromPlatform ? "Première fois ou mot de passe oublié" : "Mot de passe oublié"}
      </Button>
    </>
  );
}

function said(fromPlatform?: boolean, demo?: boolean): string {
  if (fromPlatform)
    return "Si la plateforme SAS vous a ouvert un compte, un lien vient de partir à cette adresse. Il sert 24 heures.";
  return demo
    ? "Les comptes de la démonstration gardent le mot de passe donné ici. Pour un autre, un lien part si un serveur d’e-mail est réglé."
    : "Si un compte s’ouvre avec cette adresse et un mot de passe, un lien vient d’y partir. Il sert une fois, pendant 24 heures.";
}

async function asked(email: string, sent: string): Promise<Answer> {
  try {
    const { error } = await requestPasswordLink({ body: { email } });
    if (error) return { tone: "crit", text: problemSentence(error) };
    return { tone: "ok", text: sent };
  } catch (unreachable) {
    return { tone: "crit", text: problemSentence(unreachable) };
  }
}
