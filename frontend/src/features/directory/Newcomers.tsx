import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Newcomer, ProfessionalSummary, WelcomeSaid } from "../../api";
import { useServerNow } from "../../clock";
import { atHour, numericDate, relativeDay } from "../../time";
import { Button, ButtonAnchor } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import classes from "./News.module.css";
import { aboutWords, useInvitation, useNewcomers, useWelcome } from "./newcomers";

const InviteNewcomerSheet = lazy(() => import("./InviteNewcomerSheet"));

/** Who came lately: colleagues say welcome, the coordination invites who has no account. */
export function Newcomers() {
  const { data, error } = useNewcomers();
  const [inviting, setInviting] = useState<ProfessionalSummary | null>(null);
  return (
    <section className={classes.card} aria-labelledby="venus">
      <h2 id="venus">Nouveaux venus</h2>
      <Refusal error={!data && error} />
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data?.items.length === 0 && (
        <p className={classes.quiet}>Personne ces dernières semaines.</p>
      )}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <NewcomerLine
            key={one.professional.id}
            one={one}
            onInvite={() => setInviting(one.professional)}
          />
        ))}
      </ul>
      {inviting && (
        <Suspense fallback={null}>
          <InviteNewcomerSheet who={inviting} onClose={() => setInviting(null)} />
        </Suspense>
      )}
    </section>
  );
}

function NewcomerLine({ one, onInvite }: { one: Newcomer; onInvite: () => void }) {
  const now = useServerNow();
  const welcome = useWelcome();
  const { name } = one.professional;
  return (
    <li>
      <div>
        <PersonLine who={one.professional} />
        <p className={classes.quiet}>{cameWords(one)}</p>
        {one.welcomed_by.length > 0 && (
          <p className={classes.quiet}>{welcomeWords(one.welcomed_by, now)}</p>
        )}
        <Refusal error={welcome.error} />
      </div>
      <div className={classes.acts}>
        {one.welcomed_by_me ? (
          <span className={classes.done}>
            <StatusShape shape="done" />
            Bienvenue dite
          </span>
        ) : (
          <Button
            size="row"
            aria-label={`Souhaiter la bienvenue à ${name}`}
            onClick={() => welcome.mutate(one.professional.id)}
          >
            Bienvenue
          </Button>
        )}
        {one.actions.includes("invite") && (
          <Button size="row" aria-label={`Inviter ${name} à rejoindre la CPTS`} onClick={onInvite}>
            Inviter
          </Button>
        )}
      </div>
      <InvitationLine one={one} />
    </li>
  );
}

/** Where the invitation stands, and what can be done about it. */
function InvitationLine({ one }: { one: Newcomer }) {
  const now = useServerNow();
  const act = useInvitation();
  const { invitation, professional } = one;
  if (!invitation) return null;
  const { state, sent_at, email, demo_link } = invitation;
  const doing = act.isPending ? act.variables.act : null;
  return (
    <div className={classes.invitation}>
      <p className={classes.done}>
        <StatusShape shape={state === "late" ? "soon" : "wait"} />
        <span>
          Invitation envoyée {atHour(sent_at, now)} à {email}
          {state === "late" && ". Le lien ne sert plus\u00a0: renvoyez-la"}
        </span>
      </p>
      {demo_link && (
        <Note tone="accent">
          Démonstration&nbsp;: aucun e-mail ne part.{" "}
          <ButtonAnchor href={demo_link} variant="tint" size="small">
            Ouvrir le lien de l’invitation
          </ButtonAnchor>
        </Note>
      )}
      <Refusal error={act.error} />
      <div className={classes.again}>
        {one.actions.includes("send_again") && (
          <Button
            size="row"
            busy={doing === "send_again" && "Envoi…"}
            aria-label={`Renvoyer l’invitation à ${professional.name}`}
            onClick={() => act.mutate({ id: professional.id, act: "send_again" })}
          >
            Renvoyer
          </Button>
        )}
        {one.actions.includes("withdraw") && (
          <Button
            size="row"
            busy={doing === "withdraw" && "Retrait…"}
            aria-label={`Retirer l’invitation de ${professional.name}`}
            onClick={() => act.mutate({ id: professional.id, act: "withdraw" })}
          >
            Retirer
          </Button>
        )}
      </div>
    </div>
  );
}

/** `Maïwenn Le Goff, sage-femme, Port-à-l’Anglais`, who leads to their page. */
export function PersonLine({ who }: { who: ProfessionalSummary }) {
  return (
    <p>
      <Link to="/annuaire/$id" params={{ id: who.id }}>
        {who.name}
      </Link>{" "}
      {aboutWords(who)}
    </p>
  );
}

/** `Membre depuis le 22/11/2026`. */
function cameWords({ reason, since, is_member }: Newcomer): string {
  const came = reason === "joined" ? "Membre depuis le" : "Au répertoire national depuis le";
  return [`${came} ${numericDate(since)}`, !is_member && "pas encore membre"]
    .filter(Boolean)
    .join(", ");
}

const NAMED = 3;

/** `Bienvenue dite par Nadia R. (hier), Paul M. (mar. 24), et 2 autres`. */
function welcomeWords(said: WelcomeSaid[], now: number): string {
  const named = said.slice(0, NAMED).map((one) => `${one.by_name} (${relativeDay(one.at, now)})`);
  const others = said.length - named.length;
  const more = others > 0 ? [`et ${others} ${others > 1 ? "autres" : "autre"}`] : [];
  return `Bienvenue dite par ${[...named, ...more].join(", ")}`;
}
