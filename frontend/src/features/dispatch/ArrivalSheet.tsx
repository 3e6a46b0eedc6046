import { useState } from "react";
import { serverNow } from "../../clock";
import { hour } from "../../time";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Sheet } from "../../ui/Sheet";
import classes from "./ArrivalSheet.module.css";

type ArrivalSheetProps = {
  title: string;
  /** What the button does: "Accepter". */
  verb: string;
  onChoose: (minutes: number) => void;
  onClose: () => void;
};

const MINUTES = [20, 40, 60] as const;
const OTHER = "other";
const LONGEST = 12 * 60;
const MINUTE = 60_000;

function typedMinutes(text: string): number | null {
  const found = /^\d{1,3}$/.exec(text.trim());
  const minutes = Number(found?.[0]);
  return found && minutes > 0 && minutes <= LONGEST ? minutes : null;
}

/** "J’arrive dans…": the first answer is chosen already, so that one more tap is enough. */
export function ArrivalSheet({ title, verb, onChoose, onClose }: ArrivalSheetProps) {
  const [choice, setChoice] = useState<string>(String(MINUTES[0]));
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const minutes = choice === OTHER ? typedMinutes(typed) : Number(choice);
  function choose() {
    if (minutes === null) {
      setProblem("Écrivez un nombre de minutes, 720 au plus.");
      return;
    }
    onChoose(minutes);
    onClose();
  }
  return (
    <Sheet title={title} onClose={onClose}>
      <div className={classes.root}>
        <Choice
          legend="J’arrive dans"
          options={[
            ...MINUTES.map((value) => ({ value: String(value), label: `${value}\u00a0min` })),
            { value: OTHER, label: "Autre" },
          ]}
          value={choice}
          onChange={setChoice}
        />
        {choice === OTHER && (
          <TextField
            label="Dans combien de minutes&nbsp;?"
            kind="numeric"
            autoComplete="off"
            value={typed}
            onChange={(text) => {
              setTyped(text);
              setProblem(null);
            }}
            error={problem}
          />
        )}
        <Button variant="filled" size="decision" wide onClick={choose}>
          {minutes === null ? verb : `${verb}, vers ${hour(serverNow() + minutes * MINUTE)}`}
        </Button>
      </div>
    </Sheet>
  );
}
