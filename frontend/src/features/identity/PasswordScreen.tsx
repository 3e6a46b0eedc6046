import { type FormEvent, useState } from "react";
import { isProblem, problemFields, problemSentence } from "../../problems";
import { Button, ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { LinkForm, LinkPage, SHORTEST_PASSWORD } from "../../ui/LinkPage";
import { Note } from "../../ui/Note";
import { Switch } from "../../ui/Switch";
import { ChosenPasswordField } from "./ChosenPasswordField";
import classes from "./PasswordScreen.module.css";

/** Of an account that whoever runs the instance made; forgotten; of a regulator of the SAS platform. */
export type PasswordKind = "first" | "forgotten" | "regulator";

type PasswordScreenProps = {
  kind: PasswordKind;
  /** Resolves once the password is kept; throws what the server refused. */
  choose: (password: string, termsAccepted: boolean) => Promise<void>;
};

/** Behind a link: a password, and the terms of use for a regulator of the SAS platform. */
export function PasswordScreen({ kind, choose }: PasswordScreenProps) {
  const [done, setDone] = useState(false);
  return (
    <LinkPage title="Mot de passe">
      {done ? (
        <>
          <EmptyState page title="Mot de passe enregistré">
            {WORDS[kind].done}
          </EmptyState>
          {kind !== "regulator" && <ButtonLink to="/connexion">Se connecter</ButtonLink>}
        </>
      ) : (
        <ChoosePassword
          kind={kind}
          choose={async (password, accepted) => {
            await choose(password, accepted);
            setDone(true);
          }}
        />
      )}
    </LinkPage>
  );
}

const WORDS: Record<PasswordKind, { hint: string; gone: string; done: string }> = {
  first: {
    hint: "Un compte vous est ouvert dans Maillage, avec votre adresse e-mail.",
    gone: "Ce lien ne sert plus. Demandez-en un nouveau à la personne qui vous l’a donné.",
    done: "Votre adresse e-mail et ce mot de passe ouvrent Maillage.",
  },
  forgotten: {
    hint: "Il remplace celui d’avant. Vos connexions ouvertes se fermeront.",
    gone: "Ce lien ne sert plus. Demandez-en un nouveau sur la page de connexion.",
    done: "Vos connexions ouvertes sont fermées. Votre adresse e-mail et ce mot de passe ouvrent Maillage.",
  },
  regulator: {
    hint: "La plateforme SAS vous a ouvert un compte dans Maillage. Il sert à chercher un créneau et à le réserver, depuis la plateforme.",
    gone: "Ce lien ne sert plus. Demandez-en un nouveau sur la page de connexion, depuis la plateforme SAS.",
    done: "Revenez à la plateforme SAS et rouvrez le créneau\u00a0: votre adresse et ce mot de passe ouvriront Maillage.",
  },
};

function ChoosePassword({ kind, choose }: PasswordScreenProps) {
  const [password, setPassword] = useState("");
  const [accepted, setAccepted] = useState(kind !== "regulator");
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const fields = problemFields(refused);
  const short = password.length < SHORTEST_PASSWORD;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    setRefused(null);
    if (short) event.currentTarget.querySelector<HTMLInputElement>("[name=password]")?.focus();
    if (short || !accepted) return;
    setSending(true);
    try {
      await choose(password, accepted);
    } catch (problem) {
      setRefused(problem);
      setSending(false);
    }
  }
  return (
    <LinkForm title="Votre mot de passe" hint={WORDS[kind].hint} onSubmit={submit}>
      {refused !== null && !fields.password && (
        <Note tone="crit" alert>
          {isProblem(refused) && refused.type === "not_found"
            ? WORDS[kind].gone
            : problemSentence(refused, true)}
        </Note>
      )}
      <ChosenPasswordField
        label="Choisissez un mot de passe"
        name="password"
        about={[]}
        value={password}
        onChange={(typed) => {
          setPassword(typed);
          setRefused(null);
        }}
        error={
          tried && short ? `Écrivez au moins ${SHORTEST_PASSWORD} caractères.` : fields.password
        }
      />
      {kind === "regulator" && (
        <Terms accepted={accepted} onChange={setAccepted} missing={tried && !accepted} />
      )}
      <Button
        type="submit"
        variant="filled"
        size="decision"
        wide
        busy={sending && "Enregistrement…"}
      >
        Enregistrer
      </Button>
    </LinkForm>
  );
}

type TermsProps = { accepted: boolean; onChange: (accepted: boolean) => void; missing: boolean };

function Terms({ accepted, onChange, missing }: TermsProps) {
  return (
    <section className={classes.terms} aria-labelledby="terms-title">
      <h2 id="terms-title">Conditions d’utilisation</h2>
      <ul>
        <li>Ce compte est personnel&nbsp;: ni prêté, ni partagé.</li>
        <li>Il sert aux appels régulés du SAS, pour la personne que vous avez au téléphone.</li>
        <li>Chaque rendez-vous que vous prenez garde votre nom.</li>
      </ul>
      <Switch checked={accepted} onChange={onChange}>
        J’accepte ces conditions
      </Switch>
      {missing && (
        <Note tone="crit" alert>
          Acceptez les conditions pour continuer.
        </Note>
      )}
    </section>
  );
}
