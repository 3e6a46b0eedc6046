import { useState } from "react";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Sheet } from "../../ui/Sheet";
import { DayField } from "../../ui/WallFields";
import classes from "./Sheets.module.css";

type SectorsSheetProps = {
  names: readonly string[];
  chosen: readonly string[];
  onSay: (chosen: string[]) => void;
  onClose: () => void;
};

/** Where a doctor takes new patients. */
export function SectorsSheet({ names, chosen, onSay, onClose }: SectorsSheetProps) {
  const [ticked, setTicked] = useState([...chosen]);
  return (
    <Sheet title="Secteurs" onClose={onClose}>
      <div className={classes.root}>
        <p className={classes.promise}>Sans rien cocher, c’est tout le territoire.</p>
        {names.map((name) => (
          <Check
            key={name}
            checked={ticked.includes(name)}
            onChange={(on) =>
              setTicked(on ? [...ticked, name] : ticked.filter((other) => other !== name))
            }
          >
            {name}
          </Check>
        ))}
        <Button
          variant="filled"
          size="decision"
          wide
          onClick={() => {
            onSay(ticked);
            onClose();
          }}
        >
          Garder
        </Button>
      </div>
    </Sheet>
  );
}

type PauseSheetProps = {
  from: string | null;
  to: string | null;
  onSay: (from: string | null, to: string | null) => void;
  onClose: () => void;
};

/** No new patient from one day to another, both included. */
export function PauseSheet({ from, to, onSay, onClose }: PauseSheetProps) {
  const [first, setFirst] = useState(from ?? "");
  const [last, setLast] = useState(to ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  function keep(event: { preventDefault: () => void }) {
    event.preventDefault();
    if (!first || (last && last < first)) {
      setProblem(first ? "Le dernier jour vient avant le premier." : "Écrivez le premier jour.");
      return;
    }
    onSay(first, last || null);
    onClose();
  }
  return (
    <Sheet title="Faire une pause" onClose={onClose}>
      <form className={classes.root} onSubmit={keep} noValidate>
        <DayField label="Du" value={first} onChange={setFirst} error={problem} />
        <DayField label="Au" value={last} onChange={setLast} optional />
        <Button type="submit" variant="filled" size="decision" wide>
          Garder
        </Button>
        {from && (
          <Button
            wide
            onClick={() => {
              onSay(null, null);
              onClose();
            }}
          >
            Retirer la pause
          </Button>
        )}
      </form>
    </Sheet>
  );
}

type MoreSheetProps = {
  value: number | null;
  onSay: (more: number | null) => void;
  onClose: () => void;
};

const MOST = 200;

/** How many more one could perhaps follow within six months. */
export function MoreSheet({ value, onSay, onClose }: MoreSheetProps) {
  const [typed, setTyped] = useState(value === null ? "" : String(value));
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Sheet title="Dans les six mois" onClose={onClose}>
      <form
        className={classes.root}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const more = Number(typed);
          if (typed && !(Number.isInteger(more) && more >= 0 && more <= MOST)) {
            setProblem(`Un nombre de 0 à ${MOST}.`);
            return;
          }
          onSay(typed ? more : null);
          onClose();
        }}
      >
        <TextField
          label="Peut-être, en plus"
          kind="numeric"
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          optional
          help="Cela aide la CPTS à prévoir. Personne ne vous est proposé pour autant."
          error={problem}
        />
        <Button type="submit" variant="filled" size="decision" wide>
          Garder
        </Button>
      </form>
    </Sheet>
  );
}
