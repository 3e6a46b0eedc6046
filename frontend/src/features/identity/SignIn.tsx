import { type FormEvent, useState } from "react";
import type { DemoAccount } from "../../api";
import { Brand } from "../../ui/Brand";
import { Button } from "../../ui/Button";
import { PasswordField, TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { StatusShape } from "../../ui/StatusShape";
import { Thread, type ThreadEntry } from "../../ui/Thread";
import classes from "./SignIn.module.css";

type SignInProps = {
  /** Resolves to null once signed in, else to the sentence that says why not. */
  signIn: (email: string, password: string) => Promise<string | null>;
  /** The accounts of a demonstration, which the server names only there. */
  demo?: { password: string; accounts: DemoAccount[] } | null;
};

const EXAMPLE: ThreadEntry[] = [
  {
    key: "asked",
    phase: "past",
    timeLabel: "9:12",
    title: "Une infirmière demande un avis pour un enfant",
    detail: "Moins d’une minute à saisir",
  },
  {
    key: "offered",
    phase: "past",
    timeLabel: "9:14",
    title: "Son médecin traitant est sollicité, seul",
    detail: "Sans nom ni adresse",
  },
  {
    key: "accepted",
    phase: "past",
    shape: "done",
    timeLabel: "9:31",
    title: "Il accepte",
    detail: "Identité révélée à lui seul, lecture tracée",
  },
  {
    key: "booked",
    phase: "now",
    timeLabel: "demain",
    title: "Rendez-vous à 9:20",
    detail: "L’infirmière est prévenue",
  },
  {
    key: "after",
    phase: "next",
    timeLabel: "ensuite",
    title: "Venu, non venu\u00a0: le fil se ferme",
  },
];

/** The door: one address, one password, and beside it what the product is about. */
export function SignIn({ signIn, demo }: SignInProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const [sending, setSending] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const lacking = {
      email: email.trim() === "" ? "Écrivez votre adresse e-mail." : undefined,
      password: password === "" ? "Écrivez votre mot de passe." : undefined,
    };
    setMissing(lacking);
    setProblem(null);
    if (lacking.email || lacking.password) {
      document.getElementsByName(lacking.email ? "email" : "password")[0]?.focus();
      return;
    }
    setSending(true);
    const refused = await signIn(email.trim(), password);
    setSending(false);
    setProblem(refused);
  }

  return (
    <main className={classes.root}>
      <div className={classes.left}>
        <Brand large />
        <form className={classes.form} onSubmit={submit} noValidate>
          <div>
            <h1>Connexion</h1>
            <p className={classes.hint}>
              Professionnels, coordination, pharmacies, établissements, mairies, police.
            </p>
          </div>
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
            value={email}
            onChange={setEmail}
            error={missing.email}
          />
          <PasswordField
            label="Mot de passe"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            error={missing.password}
          />
          <Button
            type="submit"
            variant="filled"
            size="decision"
            wide
            busy={sending && "Connexion…"}
          >
            Se connecter
          </Button>
          {demo && demo.accounts.length > 0 && (
            <section className={classes.demo} aria-labelledby="demo-title">
              <h2 id="demo-title">Démonstration</h2>
              <p className={classes.hint}>Personnes inventées. Choisissez qui vous êtes.</p>
              <ul>
                {demo.accounts.map((account) => (
                  <li key={account.email}>
                    <Button
                      size="small"
                      onClick={() => {
                        setEmail(account.email);
                        setPassword(demo.password);
                        setMissing({});
                      }}
                    >
                      {account.label}
                    </Button>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </form>
        <footer className={classes.foot}>
          <StatusShape shape="crit" />
          <span>
            Urgence vitale&nbsp;: appelez le <a href="tel:15">15</a> ou le <a href="tel:112">112</a>
          </span>
        </footer>
      </div>
      <aside className={classes.right} aria-labelledby="promise-title">
        <h2 id="promise-title">
          Une demande, un fil.
          <br />
          Chacun voit où elle en est.
        </h2>
        <Thread label="Exemple d’une demande" entries={EXAMPLE} size="large" />
      </aside>
    </main>
  );
}
