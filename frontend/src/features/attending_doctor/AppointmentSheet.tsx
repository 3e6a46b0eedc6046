import { useState } from "react";
import { Button } from "../../ui/Button";
import { Sheet } from "../../ui/Sheet";
import { DayField } from "../../ui/WallFields";
import classes from "./Sheets.module.css";

type AppointmentSheetProps = {
  number: string;
  onSay: (day: string) => void;
  onClose: () => void;
};

/** The day of the first appointment. */
export function AppointmentSheet({ number, onSay, onClose }: AppointmentSheetProps) {
  const [day, setDay] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Sheet title={`Premier rendez-vous, ${number}`} onClose={onClose}>
      <form
        className={classes.root}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!day) {
            setProblem("Écrivez le jour, comme 24/11/2026.");
            return;
          }
          onSay(day);
          onClose();
        }}
      >
        <DayField label="Jour" value={day} onChange={setDay} error={problem} />
        <Button type="submit" variant="filled" size="decision" wide>
          Enregistrer
        </Button>
      </form>
    </Sheet>
  );
}
