import { IconLock } from "@tabler/icons-react";
import { type ReactNode, type SyntheticEvent, useEffect, useState } from "react";
import { Button } from "./Button";
import { NoteField } from "./Field";
import classes from "./MaskedIdentity.module.css";
import { Note } from "./Note";

export type ShownIdentity = {
  name: string;
  description: string;
  phone: string | null;
  /** The same as an address that calls. */
  call: string | null;
  email: string | null;
  /** What can be done with it, beside hiding it; `again` reads it again. */
  act?: (again: () => void) => ReactNode;
};

/** Nothing was shown: what is wrong with the reason that was typed. */
export type RefusedReason = { refused: string };

const SHOWN_FOR_MS = 5 * 60_000;
const REASON_MIN = 10;

type MaskedIdentityProps = {
  /** Why one may need it: "Vous en avez besoin pour rappeler la personne ?" */
  purpose: string;
  /** Break-glass: the reading is not expected of this person, so a reason is asked and reported. */
  forced?: boolean;
  /** Reads the identity; the reading is traced. Resolves to null when it could not be read. */
  reveal: (reason: string | null) => Promise<ShownIdentity | RefusedReason | null>;
  /** One line in a list of facts, until it is asked for. */
  compact?: boolean;
};

/** An identity hidden until needed, shown for five minutes, then hidden again. */
export function MaskedIdentity(props: MaskedIdentityProps) {
  const { purpose, forced = false, reveal, compact = false } = props;
  const [asking, setAsking] = useState(false);
  const [identity, setIdentity] = useState<ShownIdentity | null>(null);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [reading, setReading] = useState(false);

  useEffect(() => {
    if (!identity) return;
    const timer = setTimeout(() => setIdentity(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [identity]);

  async function show(event?: SyntheticEvent) {
    event?.preventDefault();
    if (forced && reason.trim().length < REASON_MIN) {
      setProblem(`Dites pourquoi, en ${REASON_MIN} caractères au moins.`);
      return;
    }
    setProblem(null);
    setReading(true);
    const found = await reveal(forced ? reason.trim() : null);
    setReading(false);
    if (!found) setProblem("L’identité n’a pas pu être lue. Réessayez.");
    else if ("refused" in found) setProblem(found.refused);
    else setIdentity(found);
  }

  if (identity) {
    return (
      <div className={classes.root}>
        <p className={classes.name}>{identity.name}</p>
        <p className={classes.line}>{identity.description}</p>
        {identity.phone && identity.call && (
          <p className={classes.line}>
            <a href={identity.call}>{identity.phone}</a>
          </p>
        )}
        {identity.email && (
          <p className={classes.line}>
            E-mail&nbsp;: <a href={`mailto:${identity.email}`}>{identity.email}</a>
          </p>
        )}
        <div className={classes.acts}>
          <Button size="small" onClick={() => setIdentity(null)}>
            Masquer
          </Button>
          {identity.act?.(show)}
        </div>
      </div>
    );
  }
  if (compact && !(asking && forced)) {
    return (
      <span>
        <button
          type="button"
          className={classes.show}
          disabled={reading}
          onClick={(event) => (forced ? setAsking(true) : show(event))}
        >
          Afficher l’identité
        </button>{" "}
        <span className={classes.traced}>{problem ?? "(lecture tracée)"}</span>
      </span>
    );
  }
  return (
    <form className={classes.root} onSubmit={show} noValidate>
      <p className={classes.head}>
        <IconLock size={18} stroke={1.75} aria-hidden="true" />
        Identité masquée
      </p>
      <p className={classes.line}>{purpose} Votre lecture sera tracée.</p>
      {forced && (
        <>
          <NoteField
            label="Pourquoi&nbsp;?"
            value={reason}
            onChange={setReason}
            max={200}
            error={problem}
          />
          <Note tone="warn">La déléguée à la protection des données sera prévenue.</Note>
        </>
      )}
      {!forced && problem && (
        <Note tone="warn" alert>
          {problem}
        </Note>
      )}
      <Button type="submit" wide busy={reading && "Lecture…"}>
        Afficher l’identité
      </Button>
    </form>
  );
}
