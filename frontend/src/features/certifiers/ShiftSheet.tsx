import { type FormEvent, useState } from "react";
import type { RotaShift } from "../../api";
import { isProblem, problemFields } from "../../problems";
import { dayKey, hour } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { instantsOf, isWhole, PeriodFields } from "../../ui/PeriodFields";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { useRemoveShift, useSaveShift, useVolunteers } from "./rota";
import classes from "./Sheets.module.css";

type ShiftSheetProps = {
  /** The shift that is changed; null: a new one. */
  shift: RotaShift | null;
  /** From when to when, as instants: those of the shift, or of what nobody holds. */
  starts: string;
  ends: string;
  onClose: () => void;
};

const time = (instant: string) => hour(instant).padStart(5, "0");

/** Puts a volunteer on the rota, moves a shift, or takes it off. */
export function ShiftSheet({ shift, starts, ends, onClose }: ShiftSheetProps) {
  const volunteers = useVolunteers();
  const [who, setWho] = useState(shift?.professional.id ?? "");
  const [period, setPeriod] = useState({
    fromDay: dayKey(starts),
    fromTime: time(starts),
    toDay: dayKey(ends),
    toTime: time(ends),
  });
  const [tried, setTried] = useState(false);
  const save = useSaveShift();
  const remove = useRemoveShift();
  const fields = problemFields(save.error);
  const ready = who !== "" && isWhole(period);
  const known = volunteers.map(({ professional: { id, name }, may_certify }) => ({
    value: id,
    label: may_certify ? name : `${name} (dossier incomplet)`,
  }));
  // Whoever no longer volunteers is still named in the shift that they hold.
  const people =
    shift && !known.some(({ value }) => value === shift.professional.id)
      ? [{ value: shift.professional.id, label: shift.professional.name }, ...known]
      : known;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!ready || save.isPending) return;
    const body = { professional_id: who, ...instantsOf(period) };
    save.mutate(
      { shift, body },
      {
        onSuccess: () => {
          announce("Astreinte enregistrée");
          onClose();
        },
      },
    );
  }
  const fieldRefused = isProblem(save.error) && save.error.type === "invalid_input";
  return (
    <Sheet title={shift ? "Astreinte" : "Ajouter à l’astreinte"} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <SelectField
          label="Qui"
          value={who}
          empty="Choisir"
          options={people}
          onChange={setWho}
          help="Les volontaires pour les constatations de décès."
          error={
            tried && who === ""
              ? "Choisissez une personne."
              : fields.professional_id && "Cette personne n’est pas volontaire."
          }
        />
        <div className={classes.times}>
          <PeriodFields
            period={period}
            onChange={setPeriod}
            times={["À partir de", "Jusqu’à"]}
            tried={tried}
            refused={fields}
          />
        </div>
        <Refusal typed error={(!fieldRefused && save.error) || remove.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          Enregistrer
        </Button>
        {shift && (
          <Button
            wide
            busy={remove.isPending && "Retrait…"}
            onClick={() =>
              remove.mutate(shift, {
                onSuccess: () => {
                  announce("Retirée de l’astreinte");
                  onClose();
                },
              })
            }
          >
            Retirer de l’astreinte
          </Button>
        )}
      </form>
    </Sheet>
  );
}
