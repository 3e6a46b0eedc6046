import { type FormEvent, useState } from "react";
import type { DutyKind, Organisation, ProfessionalHit } from "../../../api";
import { useServerNow } from "../../../clock";
import { problemFields, problemSentence } from "../../../problems";
import { addDays, dayKey } from "../../../time";
import { announce } from "../../../ui/announce";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Note } from "../../../ui/Note";
import { instantsOf, isWhole, PeriodFields } from "../../../ui/PeriodFields";
import { SelectField } from "../../../ui/SelectField";
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
  const [period, setPeriod] = useState({
    fromDay: today,
    fromTime: EVENING,
    toDay: addDays(today, 1),
    toTime: MORNING,
  });
  const [phone, setPhone] = useState("");
  const [tried, setTried] = useState(false);
  const create = useCreateDuty(() => {
    announce("Garde inscrite");
    setWho("");
    setTried(false);
  });
  const fields = problemFields(create.error);
  const ready = who !== "" && isWhole(period);
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
      ...instantsOf(period),
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
        <PeriodFields
          period={period}
          onChange={setPeriod}
          times={["à", "à"]}
          tried={tried}
          refused={fields}
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
