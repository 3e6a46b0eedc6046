import { useState } from "react";
import type { DischargeFrequency, DischargeNeed, HospitalDischargeRequest } from "../../api";
import { DISCHARGE_FREQUENCY, DISCHARGE_NEED } from "../../discharge-words";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Sheet } from "../../ui/Sheet";
import classes from "./Discharge.module.css";
import type { DischargeAct } from "./requests";

type AddNeedSheetProps = {
  request: HospitalDischargeRequest;
  onSay: (act: DischargeAct) => void;
  onClose: () => void;
};

const FREQUENCIES = (Object.keys(DISCHARGE_FREQUENCY) as DischargeFrequency[]).map((value) => ({
  value,
  label: DISCHARGE_FREQUENCY[value],
}));

/** One need more, among those that are not there yet; it is searched for at once. */
export function AddNeedSheet({ request, onSay, onClose }: AddNeedSheetProps) {
  const [need, setNeed] = useState<DischargeNeed | null>(null);
  const [frequency, setFrequency] = useState<DischargeFrequency | null>(null);
  const there = new Set(
    request.lines.filter(({ state }) => state !== "line_dropped").map((line) => line.need),
  );
  const left = (Object.keys(DISCHARGE_NEED) as DischargeNeed[]).filter((one) => !there.has(one));
  const often = need === "nurse" && frequency ? { frequency } : {};
  return (
    <Sheet title="Ajouter un besoin" onClose={onClose}>
      <div className={classes.sheet}>
        <Choice
          legend={<span className="visually-hidden">Besoin</span>}
          look="chips"
          options={left.map((value) => ({ value, label: DISCHARGE_NEED[value] }))}
          value={need}
          onChange={setNeed}
        />
        {need === "nurse" && (
          <Choice
            legend="Passages de l’infirmier"
            look="chips"
            options={FREQUENCIES}
            value={frequency}
            onChange={setFrequency}
          />
        )}
        <p className={classes.hint}>
          {request.state === "to_complete"
            ? "La recherche commencera avec les autres, quand tout sera prêt."
            : "La recherche commence aussitôt."}
        </p>
        <Button
          variant="filled"
          size="decision"
          wide
          disabled={need === null || (need === "nurse" && frequency === null)}
          onClick={() => {
            if (need) onSay({ kind: "add", need: { need, ...often } });
            onClose();
          }}
        >
          Ajouter ce besoin
        </Button>
      </div>
    </Sheet>
  );
}
