import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { CallHours, CallTimes } from "../../api";
import { capital, phoneWords } from "../../figures";
import { problemFields } from "../../problems";
import { wallHour } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { PhoneField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { Skeletons } from "../../ui/Skeletons";
import { TimeField } from "../../ui/WallFields";
import { useCallTimes, useSaveCallTimes } from "./agenda";
import { WEEKDAYS } from "./agenda-words";
import classes from "./Sheets.module.css";

const DAYS = [...WEEKDAYS.map(capital), "Jours fériés"].map((label, index) => ({
  value: String(index + 1),
  label,
}));

/** A line of the form; its key stays when others go. */
type Line = CallHours & { key: number };

/** When one accepts a call for one patient more than the agenda holds, and at which number. */
export function CallTimesSheet({ onClose }: { onClose: () => void }) {
  const { data, error } = useCallTimes();
  return (
    <Sheet title="Appels au-delà de l’agenda" onClose={onClose}>
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="line" count={3} />}
      {data && <Form known={data} onClose={onClose} />}
    </Sheet>
  );
}

function Form({ known, onClose }: { known: CallTimes; onClose: () => void }) {
  const [phone, setPhone] = useState(known.phone ? phoneWords(known.phone) : "");
  const [lines, setLines] = useState<Line[]>(() =>
    known.hours.map((hours, key) => ({ ...hours, key })),
  );
  const save = useSaveCallTimes();
  const fields = problemFields(save.error);
  const incomplete = lines.some(({ from_time, to_time }) => !from_time || !to_time);

  function change(key: number, changed: Partial<CallHours>) {
    setLines((all) => all.map((one) => (one.key === key ? { ...one, ...changed } : one)));
    save.reset();
  }
  function add() {
    const key = Math.max(-1, ...lines.map((line) => line.key)) + 1;
    const weekday = Math.min(8, (lines.at(-1)?.weekday ?? 0) + 1);
    setLines([...lines, { key, weekday, from_time: "12:00", to_time: "14:00" }]);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending || incomplete) return;
    save.mutate(
      {
        version: known.version,
        body: { phone: phone || null, hours: lines.map(({ key: _key, ...hours }) => hours) },
      },
      {
        onSuccess: () => {
          announce("Enregistré");
          onClose();
        },
      },
    );
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.help}>
        Quand personne n’est libre, la coordination peut vous appeler pour un patient de plus, à ces
        heures seulement.
      </p>
      <PhoneField
        label="Numéro à appeler"
        value={phone}
        onChange={setPhone}
        error={fields.phone ? "Donnez un numéro français, 06 39 98 12 34 par exemple." : undefined}
      />
      {lines.map((line, place) => (
        <fieldset key={line.key} className={classes.band}>
          <legend className="visually-hidden">
            {DAYS[line.weekday - 1]?.label}, {wallHour(line.from_time)}
          </legend>
          <SelectField
            label="Jour"
            value={String(line.weekday)}
            options={DAYS}
            onChange={(weekday) => weekday && change(line.key, { weekday: Number(weekday) })}
          />
          <TimeField
            label="De"
            value={line.from_time}
            onChange={(from_time) => change(line.key, { from_time })}
            error={fields[`hours.${place}.from_time`] ? "Chevauche une autre ligne." : undefined}
          />
          <TimeField
            label="À"
            value={line.to_time}
            onChange={(to_time) => change(line.key, { to_time })}
            error={fields[`hours.${place}.to_time`] ? "Après le début." : undefined}
          />
          <Button
            variant="quiet"
            aria-label={`Retirer ${DAYS[line.weekday - 1]?.label}, ${wallHour(line.from_time)}`}
            icon={<IconTrash size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => setLines(lines.filter(({ key }) => key !== line.key))}
          />
        </fieldset>
      ))}
      <Button icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />} onClick={add}>
        Ajouter des heures
      </Button>
      <Refusal typed error={Object.keys(fields).length === 0 && save.error} />
      <Button
        type="submit"
        variant="filled"
        size="decision"
        wide
        disabled={incomplete}
        busy={save.isPending && "Envoi…"}
      >
        Enregistrer
      </Button>
    </form>
  );
}
