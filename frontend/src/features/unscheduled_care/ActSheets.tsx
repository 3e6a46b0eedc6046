import { useState } from "react";
import type { CancellationReason, Solution } from "../../api";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { ListSheet } from "../../ui/ListSheet";
import { Sheet } from "../../ui/Sheet";
import { CANCELLATION_REASON, SOLUTION } from "../../words";
import classes from "./ActSheets.module.css";

type Chooser<V> = { onChoose: (value: V) => void; onClose: () => void };

/** Why the request is no longer needed. */
export function CancelSheet(props: Chooser<CancellationReason>) {
  return (
    <ListSheet
      {...props}
      title="Annuler la demande, pour quelle raison&nbsp;?"
      promise="Un appui suffit. Les professionnels sollicités sont prévenus."
      words={CANCELLATION_REASON}
    />
  );
}

/** Where the person was directed, when nobody of the network could. */
export function CloseSheet(props: Chooser<Solution>) {
  return (
    <ListSheet
      {...props}
      title="Clore, vers quelle solution&nbsp;?"
      promise="Un appui suffit. Le fil se ferme, et dit où la personne a été orientée."
      words={SOLUTION}
    />
  );
}

type AskProps = { onYes: () => void; onClose: () => void };

/** The only act asked twice: somebody counts on it. */
export function WithdrawSheet({ onYes, onClose }: AskProps) {
  return (
    <Sheet title="Vous ne pouvez plus&nbsp;?" onClose={onClose}>
      <p className={classes.promise}>
        Le rendez-vous est annulé et la recherche reprend aussitôt, sans vous. La structure qui a
        demandé est prévenue.
      </p>
      <div className={classes.pair}>
        <Button onClick={onClose}>Garder</Button>
        <Button
          variant="filled"
          onClick={() => {
            onYes();
            onClose();
          }}
        >
          Je ne peux plus
        </Button>
      </div>
    </Sheet>
  );
}

/** The person came, or did not. */
export function OutcomeSheet(props: { onSay: (came: boolean) => void; onClose: () => void }) {
  const say = (came: boolean) => {
    props.onSay(came);
    props.onClose();
  };
  return (
    <Sheet title="La personne est-elle venue&nbsp;?" onClose={props.onClose}>
      <p className={classes.promise}>La réponse ferme le fil.</p>
      <div className={classes.pair}>
        <Button onClick={() => say(false)}>Pas venue</Button>
        <Button variant="filled" onClick={() => say(true)}>
          Venue
        </Button>
      </div>
    </Sheet>
  );
}

/** What was missing: the person's agreement. The search starts then. */
export function CompleteSheet({ onYes, onClose }: AskProps) {
  const [informed, setInformed] = useState(false);
  return (
    <Sheet title="Compléter la demande" onClose={onClose}>
      <div className={classes.complete}>
        <Check checked={informed} onChange={setInformed}>
          La personne est informée et d’accord
        </Check>
        <Button
          variant="filled"
          wide
          disabled={!informed}
          onClick={() => {
            onYes();
            onClose();
          }}
        >
          Lancer la recherche
        </Button>
      </div>
    </Sheet>
  );
}
