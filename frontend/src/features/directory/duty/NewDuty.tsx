import { type FormEvent, useState } from "react";
import type { DutyKind, Organisation, ProfessionalHit } from "../../../api";
import { useServerNow } from "../../../clock";
import { problemFields, problemSentence } from "../../../problems";
import { addDays, dayKey, instantAt } from "../../../time";
import { announce } from "../../../ui/announce";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Note } from "../../../ui/Note";
import { SelectField } from "../../../ui/SelectField";
import { DayField, TimeField } from "../../../ui/WallFields";
import classes from "./DutySheet.module.css";
import { useCreateDuty } from "./duties";
import { DUTY_KIND } from "./duty-words";

const KINDS = (Object.keys(DUTY_KIND) as DutyKind[]).map((value) => ({
  value,
  label: DUTY_KIND[value],
}));
const EVENING = "20:00";
const MORNING = "08:00";

type NewDutyProps = { structures: Organisation[]; volunteers: ProfessionalHit[] };

/** Puts a structure, or somebody who volunteers, on duty: tonight unless told otherwise. */
export function NewDuty({ structures, volunteers }: NewDutyProps) {
  const today = dayKey(useServerNow());
  const [kind, setKind] = useState<DutyKind>("pharmacy");
  const [who, setWho] = useState("");
  const [fromDay, setFromDay] = useState(today);
  const [fromTime, setFromTime] = useState(EVENING);
  const [toDay, setToDay] = useState(addDays(today, 1));
  const [toTime, setToTime] = useState(MORNING);
  const [phone, setPhone] = useState("");
  const [tried, setTried] = useState(false);
  const create = useCreateDuty(() => {
    announce("Garde inscrite");
    setWho("");
    setTried(false);
  });
  const fields = problemFields(create.error);
  const ready = who !== "" && fromDay !== "" && fromTime !== "" && toDay !== "" && toTime !== "";
  const places = structures.map(({ id, name }) => ({ value: `place:${id}`, label: name }));
  const people = volunteers.map(({ professional: { id, name } }) => ({
    value: `person:${id}`,
    label: name,
  }));

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!ready || create.isPending) return;
    const [sort, id = ""] = who.split(":");
    create.mutate({
      kind,
      organisation_id: sort === "place" ? id : null,
      professional_id: sort === "person" ? id : null,
      starts_at: instantAt(fromDay, fromTime),
      ends_at: instantAt(toDay, toTime),
      phone: phone.trim() || null,
    });
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate aria-labelledby="new-duty">
      <h2 id="new-duty">Inscrire une garde</h2>
      <SelectField
        label="Nature"
        value={kind}
        options={KINDS}
        onChange={(value) => value && setKind(value)}
      />
      <SelectField
        label="Qui"
        value={who}
        empty="Choisir"
        options={[...places, ...people]}
        onChange={setWho}
        error={tried && who === "" ? "Choisissez une structure ou une personne." : null}
      />
      <div className={classes.times}>
        <DayField
          label="Du"
          value={fromDay}
          onChange={setFromDay}
          error={
            tried && !fromDay
              ? "Écrivez un jour."
              : fields.starts_at && "Donnez un début dans l’année."
          }
        />
        <TimeField
          label="à"
          value={fromTime}
          onChange={setFromTime}
          error={tried && !fromTime ? "Une heure." : null}
        />
        <DayField
          label="Au"
          value={toDay}
          onChange={setToDay}
          error={
            tried && !toDay
              ? "Écrivez un jour."
              : fields.ends_at &&
                "La fin vient après le début, huit jours au plus, et n’est pas passée."
          }
        />
        <TimeField
          label="à"
          value={toTime}
          onChange={setToTime}
          error={tried && !toTime ? "Une heure." : null}
        />
      </div>
      <TextField
        label="Téléphone"
        kind="tel"
        optional
        value={phone}
        onChange={setPhone}
        help="Sans lui, celui du lieu."
        error={fields.phone && "Écrivez les 10 chiffres du numéro."}
      />
      {create.error && Object.keys(fields).length === 0 && (
        <Note tone="crit">{problemSentence(create.error, true)}</Note>
      )}
      <Button type="submit" variant="filled" busy={create.isPending && "Inscription…"}>
        Inscrire
      </Button>
    </form>
  );
}
