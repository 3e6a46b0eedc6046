import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { Delegation } from "../../api";
import { serverNow } from "../../clock";
import { atHour, relativeDay } from "../../time";
import { BackLink } from "../../ui/BackLink";
import { Button, ButtonAnchor } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import { Switch } from "../../ui/Switch";
import { useDelegations, useMayAnswer, useSendAgain, useStop } from "./delegations";
import { InviteSheet } from "./InviteSheet";
import classes from "./SecretariatScreen.module.css";

/** Who acts for me: invite, allow to answer requests, stop in one tap. */
export function SecretariatScreen() {
  const { data: known, error } = useDelegations();
  const [inviting, setInviting] = useState(false);
  const invite = (
    <Button
      variant="filled"
      icon={<IconUserPlus size={18} stroke={1.75} aria-hidden="true" />}
      onClick={() => setInviting(true)}
    >
      Inviter quelqu’un
    </Button>
  );
  return (
    <Page title="Mon secrétariat" column back={<BackLink to="/moi" />}>
      <div className={classes.root}>
        <p className={classes.intro}>
          Votre secrétariat tient votre agenda, vos absences et le suivi de vos demandes. Chaque
          geste porte son nom et le vôtre.
        </p>
        <Refusal error={!known && error} />
        {!known && !error && <Skeletons shape="row" count={2} />}
        {known?.length === 0 && (
          <EmptyState title="Personne n’agit pour vous" action={invite}>
            Donnez un nom et une adresse e-mail&nbsp;: la personne reçoit un lien et choisit son mot
            de passe.
          </EmptyState>
        )}
        {known?.map((one) => (
          <Person key={one.id} known={one} />
        ))}
        {known && known.length > 0 && <div>{invite}</div>}
      </div>
      {inviting && <InviteSheet onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Person({ known }: { known: Delegation }) {
  const answers = useMayAnswer();
  const stop = useStop();
  const again = useSendAgain();
  const refusal = answers.error ?? stop.error ?? again.error;
  const active = known.state === "active";
  return (
    <section className={classes.card} aria-labelledby={known.id}>
      <div>
        <h2 id={known.id}>{known.name}</h2>
        <p className={classes.email}>{known.email}</p>
      </div>
      <p className={classes.state}>
        <StatusShape shape={active ? "done" : known.state === "late" ? "soon" : "wait"} />
        {stateWords(known)}
      </p>
      {known.demo_link && (
        <Note tone="accent">
          Démonstration&nbsp;: aucun e-mail ne part.{" "}
          <ButtonAnchor href={known.demo_link} variant="tint" size="small">
            Ouvrir le lien de l’invitation
          </ButtonAnchor>
        </Note>
      )}
      <Switch
        checked={known.may_answer}
        onChange={(may_answer) => answers.mutate({ ...known, may_answer })}
      >
        Peut répondre aux demandes
      </Switch>
      <Refusal error={refusal} />
      <div className={classes.acts}>
        {!active && (
          <Button busy={again.isPending && "Envoi…"} onClick={() => again.mutate(known.id)}>
            Renvoyer l’invitation
          </Button>
        )}
        <Button busy={stop.isPending && "Arrêt…"} onClick={() => stop.mutate(known.id)}>
          {active ? "Arrêter maintenant" : "Retirer l’invitation"}
        </Button>
      </div>
    </section>
  );
}

function stateWords({ state, since, last_acted_at, invited_at }: Delegation): string {
  const now = serverNow();
  if (state === "invited") return `Invitation envoyée ${atHour(invited_at, now)}`;
  if (state === "late") return "Le lien est trop vieux\u00a0: renvoyez l’invitation";
  if (last_acted_at === null)
    return `Agit pour vous depuis ${relativeDay(since ?? invited_at, now)}`;
  return `Dernier geste pour vous ${atHour(last_acted_at, now)}`;
}
