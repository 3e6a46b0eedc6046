import { IconMapPin, IconMessage, IconPhone, IconUser } from "@tabler/icons-react";
import { phoneHref } from "../figures";
import { ActionBar } from "./ActionBar";
import { Button, ButtonAnchor } from "./Button";
import { Note } from "./Note";
import classes from "./Revelation.module.css";
import { StatusShape } from "./StatusShape";
import { Thread, type ThreadEntry } from "./Thread";

export type RevealedIdentity = {
  name: string;
  /** "Garçon, 5 ans, né le 08/02/2021". */
  description: string;
  phone: string;
  /** Who answers that phone: "Mère, Mme Coste". */
  phoneOf?: string | null;
  /** Where to go, for a visit at home. */
  address?: string | null;
  note?: string | null;
  askedBy: string;
  askedByPhone?: string | null;
};

type RevelationProps = {
  /** "Accepté à 19:41. L’infirmière est prévenue, personne d’autre n’est sollicité." */
  sentence: string;
  /** `error`: the acceptance stands all the same, and that is said first. `masked`: hidden again. */
  identity: RevealedIdentity | "loading" | "error" | "masked";
  /** Reads the identity again. */
  onRetry: () => void;
  next: ThreadEntry[];
  /** Absent when the API does not answer the action. */
  onConfirm?: () => void;
  /** Another time than the one given was agreed with the person. */
  onOtherTime?: () => void;
  onOutcome?: (came: boolean) => void;
  onWithdraw?: () => void;
  /** Why the last act was refused. */
  problem?: string | null;
  busy?: boolean;
};

/** After acceptance: whose it is, whom to call, what follows. */
export function Revelation(props: RevelationProps) {
  const { sentence, identity, next, onRetry, problem } = props;
  const known = typeof identity === "object" ? identity : null;
  return (
    <section className={classes.root} aria-labelledby="revelation-title">
      <h1 id="revelation-title" className={classes.title}>
        <StatusShape shape="done" size={28} />
        C’est à vous
      </h1>
      <p className={classes.sentence}>{sentence}</p>
      {identity === "error" && (
        <Note tone="warn">
          Votre acceptation est bien enregistrée. L’identité n’a pas pu être lue.{" "}
          <button type="button" className={classes.retry} onClick={onRetry}>
            Réessayer
          </button>
        </Note>
      )}
      {identity === "masked" && (
        <div className={classes.card}>
          <Button onClick={onRetry}>Afficher l’identité</Button>
        </div>
      )}
      {identity === "loading" && <div className={classes.ghost} aria-busy="true" />}
      {known && <IdentityCard identity={known} />}
      <div className={classes.card}>
        <h2>La suite</h2>
        <Thread label="La suite" entries={next} times="none" />
        {props.onOtherTime && (
          <button type="button" className={classes.other} onClick={props.onOtherTime}>
            Une autre heure a été convenue
          </button>
        )}
      </div>
      <p className={classes.traced}>Votre accès à cette identité est tracé.</p>
      {problem && (
        <Note tone="crit" alert>
          {problem}
        </Note>
      )}
      <Decision {...props} phone={known?.phone ?? null} />
    </section>
  );
}

function Decision(props: RevelationProps & { phone: string | null }) {
  const { phone, onConfirm, onOutcome, onWithdraw, busy } = props;
  return (
    <ActionBar>
      {phone && (
        <ButtonAnchor
          href={phoneHref(phone)}
          variant={onOutcome ? "default" : "filled"}
          size="decision"
          wide
          icon={<IconPhone size={20} stroke={1.75} aria-hidden="true" />}
        >
          Appeler {phone}
        </ButtonAnchor>
      )}
      {onOutcome && (
        <div className={classes.pair}>
          <Button onClick={() => onOutcome(false)}>Pas venu</Button>
          <Button variant="filled" busy={busy && "Envoi…"} onClick={() => onOutcome(true)}>
            Venu
          </Button>
        </div>
      )}
      <div className={classes.pair}>
        {onConfirm && (
          <Button busy={busy && "Envoi…"} onClick={onConfirm}>
            C’est confirmé
          </Button>
        )}
        {onWithdraw && (
          <Button variant="quiet" onClick={onWithdraw}>
            Je ne peux plus
          </Button>
        )}
      </div>
    </ActionBar>
  );
}

function IdentityCard({ identity }: { identity: RevealedIdentity }) {
  return (
    <div className={classes.card}>
      <p className={classes.name}>{identity.name}</p>
      <p className={classes.description}>{identity.description}</p>
      <ul className={classes.lines}>
        <li>
          <IconPhone size={20} stroke={1.75} aria-hidden="true" />
          <span>
            <b>{identity.phone}</b>
            {identity.phoneOf && <small>{identity.phoneOf}</small>}
          </span>
        </li>
        {identity.address && (
          <li>
            <IconMapPin size={20} stroke={1.75} aria-hidden="true" />
            <span>{identity.address}</span>
          </li>
        )}
        {identity.note && (
          <li>
            <IconMessage size={20} stroke={1.75} aria-hidden="true" />
            <span>{identity.note}</span>
          </li>
        )}
        <li>
          <IconUser size={20} stroke={1.75} aria-hidden="true" />
          <span>Demandé par {identity.askedBy}</span>
          {identity.askedByPhone && (
            <a
              className={classes.call}
              href={phoneHref(identity.askedByPhone)}
              aria-label={`Appeler ${identity.askedBy}`}
            >
              <IconPhone size={20} stroke={1.75} aria-hidden="true" />
            </a>
          )}
        </li>
      </ul>
    </div>
  );
}
