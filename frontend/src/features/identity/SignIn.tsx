import { useState } from "react";
import type { DemoAccount, FactorAsked } from "../../api";
import type { Door } from "../../entry";
import { Brand } from "../../ui/Brand";
import { StatusShape } from "../../ui/StatusShape";
import { Thread, type ThreadEntry } from "../../ui/Thread";
import { ASKED } from "./asked";
import { PasswordLink } from "./PasswordLink";
import { ProSanteConnect } from "./ProSanteConnect";
import classes from "./SignIn.module.css";
import { SignInForm, type Typed } from "./SignInForm";

type SignInProps = {
  door: Door;
  /** Where one signs in by Pro Santé Connect, where that is possible. */
  proSanteConnect?: string | null;
  /** The accounts of a demonstration, which the server names only there. */
  demo?: { password: string; accounts: DemoAccount[] } | null;
  /** One comes from the SAS platform, which keeps accounts of its own. */
  fromPlatform?: boolean;
};

const SUBMIT = "se-connecter";

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
export function SignIn({ door, proSanteConnect, demo, fromPlatform }: SignInProps) {
  const [typed, setTyped] = useState<Typed>({ email: "", password: "" });
  const [asked, setAsked] = useState<FactorAsked | null>(null);
  return (
    <main className={classes.root}>
      <div className={classes.left}>
        <Brand large />
        <div className={classes.form}>
          <div>
            <h1>{asked ? ASKED : "Connexion"}</h1>
            {!asked && (fromPlatform || !proSanteConnect) && (
              <p className={classes.hint}>
                {fromPlatform
                  ? "Vous venez de la plateforme SAS. Le créneau s’ouvrira ensuite."
                  : "Professionnels, coordination, pharmacies, établissements, mairies, police."}
              </p>
            )}
          </div>
          {!asked && proSanteConnect && (
            <>
              <div>
                <ProSanteConnect address={proSanteConnect} />
                <p className={classes.hint}>
                  Carte CPS ou e-CPS. Pour les professionnels de santé inscrits au RPPS.
                </p>
              </div>
              <div>
                <p className={classes.or}>ou avec un compte Maillage</p>
                <p className={classes.hint}>
                  Mairie, police, établissement, pharmacie, coordination.
                </p>
              </div>
            </>
          )}
          <SignInForm
            typed={typed}
            onType={setTyped}
            door={door}
            asked={asked}
            onAsked={setAsked}
            submitId={SUBMIT}
          />
          {!asked && (
            <>
              <PasswordLink email={typed.email} fromPlatform={fromPlatform} demo={Boolean(demo)} />
              {demo && demo.accounts.length > 0 && (
                <section className={classes.demo} aria-labelledby="demo-title">
                  <h2 id="demo-title">Démonstration</h2>
                  <p className={classes.hint}>Personnes inventées. Choisissez qui vous êtes.</p>
                  <ul>
                    {demo.accounts.map((account) => (
                      <li key={account.email}>
                        <button
                          type="button"
                          className={classes.account}
                          onClick={() => {
                            setTyped({ email: account.email, password: demo.password });
                            document.getElementById(SUBMIT)?.focus();
                          }}
                        >
                          <b>{account.label}</b>
                          <span>{account.email.replace(/\.demo$/, "")}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
            </>
          )}
        </div>
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
