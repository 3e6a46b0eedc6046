import { useState } from "react";
import type {
  AttendingDoctorLinked,
  AttendingDoctorMissing,
  AttendingDoctorOutcome,
  AttendingDoctorQualification,
} from "../../api";
import { Button } from "../../ui/Button";
import { Check, Choice } from "../../ui/Choice";
import { Sheet } from "../../ui/Sheet";
import { MISSING } from "./attending-words";
import classes from "./Sheets.module.css";

type QualifySheetProps = {
  number: string;
  /** Those that may be of the same person. */
  duplicates: readonly AttendingDoctorLinked[];
  onSay: (found: AttendingDoctorQualification) => void;
  onClose: () => void;
};

const MISSINGS = Object.keys(MISSING) as AttendingDoctorMissing[];

/** The coordination has looked: one tap when all is there. */
export function QualifySheet({ number, duplicates, onSay, onClose }: QualifySheetProps) {
  const [outcome, setOutcome] = useState<AttendingDoctorOutcome>("ready");
  const [missing, setMissing] = useState<AttendingDoctorMissing[]>([]);
  const [of, setOf] = useState<string | null>(duplicates[0]?.id ?? null);
  const outcomes: { value: AttendingDoctorOutcome; label: string }[] = [
    { value: "ready", label: "Prête à proposer" },
    { value: "to_complete", label: "Il manque quelque chose" },
    ...(duplicates.length > 0 ? [{ value: "duplicate" as const, label: "C’est un doublon" }] : []),
    { value: "outside_territory", label: "Hors du territoire" },
  ];
  const incomplete =
    (outcome === "to_complete" && missing.length === 0) || (outcome === "duplicate" && of === null);
  return (
    <Sheet title={`Vérifier ${number}`} onClose={onClose}>
      <form
        className={classes.root}
        onSubmit={(event) => {
          event.preventDefault();
          if (incomplete) return;
          onSay({
            outcome,
            missing: outcome === "to_complete" ? missing : [],
            ...(outcome === "duplicate" && of && { duplicate_of_id: of }),
          });
          onClose();
        }}
      >
        <Choice
          legend="Cette demande est"
          options={outcomes}
          value={outcome}
          onChange={setOutcome}
        />
        {outcome === "to_complete" && (
          <fieldset className={classes.missing}>
            <legend>Il manque</legend>
            {MISSINGS.map((one) => (
              <Check
                key={one}
                checked={missing.includes(one)}
                onChange={(on) =>
                  setMissing(on ? [...missing, one] : missing.filter((other) => other !== one))
                }
              >
                {MISSING[one]}
              </Check>
            ))}
          </fieldset>
        )}
        {outcome === "duplicate" && (
          <Choice
            legend="Doublon de"
            options={duplicates.map(({ id, number: other }) => ({ value: id, label: other }))}
            value={of}
            onChange={setOf}
          />
        )}
        {outcome === "ready" && (
          <p className={classes.promise}>Elle entre sur la liste, à son rang.</p>
        )}
        <Button type="submit" variant="filled" size="decision" wide disabled={incomplete}>
          Enregistrer
        </Button>
      </form>
    </Sheet>
  );
}
