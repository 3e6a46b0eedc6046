import { useState } from "react";
import type { DischargeFragility, DischargeReadiness, HospitalDischargeRequest } from "../../api";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { FilterChip } from "../../ui/FilterChip";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import { DayField } from "../../ui/WallFields";
import classes from "./Discharge.module.css";
import type { DischargeAct } from "./requests";
import { FRAGILITIES, FRAGILITY } from "./words";

type SheetProps = {
  request: HospitalDischargeRequest;
  onSay: (act: DischargeAct) => void;
  onClose: () => void;
};

/** What is ready by now: ticks and days, never a document. */
export function ReadinessSheet({ request, onSay, onClose }: SheetProps) {
  const [ready, setReady] = useState<DischargeReadiness>({
    informed: request.informed,
    prescription_signed: request.prescription_signed,
    prescription_from: request.prescription_from,
    prescription_until: request.prescription_until,
    liaison_letter_sent: request.liaison_letter_sent,
  });
  const set = (changed: Partial<DischargeReadiness>) => setReady({ ...ready, ...changed });
  return (
    <Sheet title="Ce qui est prêt" onClose={onClose}>
      <div className={classes.sheet}>
        <Check checked={ready.informed} onChange={(informed) => set({ informed })}>
          La personne est informée et ne s’oppose pas
        </Check>
        <Check
          checked={ready.prescription_signed}
          onChange={(prescription_signed) => set({ prescription_signed })}
        >
          L’ordonnance est signée
        </Check>
        <div className={classes.pair}>
          <DayField
            label="Ordonnance du"
            value={ready.prescription_from ?? ""}
            onChange={(day) => set({ prescription_from: day || null })}
          />
          <DayField
            label="Au"
            value={ready.prescription_until ?? ""}
            onChange={(day) => set({ prescription_until: day || null })}
          />
        </div>
        <Check
          checked={ready.liaison_letter_sent}
          onChange={(liaison_letter_sent) => set({ liaison_letter_sent })}
        >
          La lettre de liaison est envoyée par MSSanté
        </Check>
        <Button
          variant="filled"
          size="decision"
          wide
          onClick={() => {
            onSay({ kind: "readiness", ready });
            onClose();
          }}
        >
          Enregistrer
        </Button>
      </div>
    </Sheet>
  );
}

/** Another day: those who accepted are told. */
export function PostponeSheet({ request, onSay, onClose }: SheetProps) {
  const [day, setDay] = useState("");
  return (
    <Sheet title="Changer la date" onClose={onClose}>
      <div className={classes.sheet}>
        <DayField label="Nouvelle date du retour" value={day} onChange={setDay} />
        <p className={classes.hint}>
          Ceux qui ont accepté sont prévenus. Ils disent s’ils viennent toujours, ou se désistent.
        </p>
        <Button
          variant="filled"
          size="decision"
          wide
          disabled={day === "" || day === request.planned_on}
          onClick={() => {
            onSay({ kind: "postpone", on: day });
            onClose();
          }}
        >
          Changer la date
        </Button>
      </div>
    </Sheet>
  );
}

/** Who was found by telephone: a supplier or a service. */
export function SettleSheet({ title, onSay, onClose }: SettleSheetProps) {
  const [by, setBy] = useState("");
  return (
    <Sheet title={title} onClose={onClose}>
      <div className={classes.sheet}>
        <TextField
          label="Qui vient"
          value={by}
          onChange={setBy}
          autoComplete="off"
          placeholder="Prestataire ou service"
        />
        <Button
          variant="filled"
          size="decision"
          wide
          disabled={by.trim() === ""}
          onClick={() => {
            onSay(by.trim());
            onClose();
          }}
        >
          Trouvé par téléphone
        </Button>
      </div>
    </Sheet>
  );
}

type SettleSheetProps = { title: string; onSay: (by: string) => void; onClose: () => void };

/** The hand-over is proposed by the criteria, and decided here by a person. */
export function HandOverSheet({ request, onSay, onClose }: SheetProps) {
  const [criteria, setCriteria] = useState<DischargeFragility[]>(request.fragilities);
  const toggle = (one: DischargeFragility) =>
    setCriteria(criteria.includes(one) ? criteria.filter((it) => it !== one) : [...criteria, one]);
  return (
    <Sheet title="Orienter" onClose={onClose}>
      <div className={classes.sheet}>
        {request.dac_proposed && (
          <Note>Les critères cochés par le service font proposer le DAC.</Note>
        )}
        <fieldset className={classes.group}>
          <legend>Ce que vous constatez</legend>
          <div className={classes.chips}>
            {FRAGILITIES.map((one) => (
              <FilterChip key={one} on={criteria.includes(one)} onChange={() => toggle(one)}>
                {FRAGILITY[one]}
              </FilterChip>
            ))}
          </div>
        </fieldset>
        <p className={classes.hint}>
          La demande se ferme ici, et ceux qui ont accepté sont prévenus.
        </p>
        <div className={classes.pair}>
          <Button
            onClick={() => {
              onSay({ kind: "hand_over", to: { to: "prado" } });
              onClose();
            }}
          >
            Vers PRADO
          </Button>
          <Button
            variant="filled"
            onClick={() => {
              onSay({ kind: "hand_over", to: { to: "dac", criteria } });
              onClose();
            }}
          >
            Vers le DAC
          </Button>
        </div>
      </div>
    </Sheet>
  );
}

/** All is in place at home, or something is not. */
export function CheckSheet({ onSay, onClose }: Pick<SheetProps, "onSay" | "onClose">) {
  const say = (ok: boolean) => {
    onSay({ kind: "check", ok });
    onClose();
  };
  return (
    <Sheet title="Tout est-il en place&nbsp;?" onClose={onClose}>
      <div className={classes.sheet}>
        <Button variant="filled" size="decision" wide onClick={() => say(true)}>
          Tout est en place
        </Button>
        <Button size="decision" wide onClick={() => say(false)}>
          Quelque chose manque
        </Button>
        <p className={classes.hint}>S’il manque quelque chose, la coordination est prévenue.</p>
      </div>
    </Sheet>
  );
}
