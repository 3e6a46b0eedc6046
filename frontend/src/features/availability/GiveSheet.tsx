import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { AgendaSlot, CareMode, Need, Opening, Practice } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { appointmentTime, dayKey, hour, instantAt } from "../../time";
import { phoneProblem } from "../../typed";
import { Button } from "../../ui/Button";
import { PhoneField, TextField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { Note } from "../../ui/Note";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { DayField, TimeField } from "../../ui/WallFields";
import { undoable } from "../../undo";
import { CARE_MODE, NEED } from "../../words";
import { useAppointmentAct } from "./agenda";
import { practiceWord } from "./agenda-words";
import {
  type GiveForm,
  type Given,
  type GiveProblems,
  giveProblems,
  giveRefusal,
  personOf,
  useGive,
} from "./give";
import classes from "./Sheets.module.css";

/** What is given: a free slot of an opening, or a time of one's own, with its hours on the wall clock. */
export type GiveWhat =
  | { slot: AgendaSlot; opening: Opening }
  | { slot: null; day: string; time: string };

const MODES = (Object.keys(CARE_MODE) as CareMode[]).map((value) => ({
  value,
  label: CARE_MODE[value],
}));
const MINUTES = ["10", "15", "20", "30", "45"].map((value) => ({ value, label: `${value} min` }));

function idOf(name: string): string {
  return `donner-${name.replaceAll("_", "-")}`;
}

type GiveSheetProps = { what: GiveWhat; practices: Practice[]; onClose: () => void };

/** Gives a time to somebody who asked in person or on the phone. Nobody else is told. */
export default function GiveSheet({ what, practices, onClose }: GiveSheetProps) {
  const now = useServerNow();
  const professionalId = useMe().professional_id;
  const { data: community } = useQuery(getCommunityOptions());
  const communes = community?.communes ?? [];
  const give = useGive();
  const act = useAppointmentAct();
  const [form, setForm] = useState<GiveForm>({
    family_name: "",
    given_name: "",
    birth_date: "",
    sex: null,
    phone: "",
    commune_insee: "",
    address_line: "",
    need: "",
    mode: what.slot ? (what.opening.modes[0] ?? "office") : "office",
    day: what.slot ? dayKey(what.slot.starts_at) : what.day,
    time: what.slot ? hour(what.slot.starts_at) : what.time,
    minutes: "20",
  });
  const [practiceId, setPracticeId] = useState(
    practices.length === 1 ? (practices[0]?.id ?? "") : "",
  );
  const [problems, setProblems] = useState<GiveProblems>({});
  const refused = give.error ? giveRefusal(give.error) : null;
  const shown: GiveProblems = { ...problems, ...refused?.fields };
  const [only] = communes;
  const commune = communes.length === 1 && only ? only.insee : form.commune_insee;

  function set(changed: Partial<GiveForm>) {
    setForm((known) => ({ ...known, ...changed }));
    const left = Object.entries(problems).filter(([name]) => !(name in changed));
    setProblems(Object.fromEntries(left));
    if (give.error) give.reset();
  }
  function given(): Given | null {
    const { mode, need, minutes, day, time } = form;
    const person = personOf({ ...form, commune_insee: commune });
    const common = { mode, person, ...(need && { need }) };
    if (what.slot) return { kind: "slot", body: { ...common, slot_id: what.slot.slot_id } };
    if (!professionalId) return null;
    return {
      kind: "time",
      body: {
        ...common,
        professional_id: professionalId,
        ...(practiceId && { practice_id: practiceId }),
        starts_at: instantAt(day, time),
        minutes: Number(minutes),
      },
    };
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = giveProblems({ ...form, commune_insee: commune }, dayKey(now));
    setProblems(found);
    const [first] = Object.keys(found);
    if (first) {
      document.getElementById(idOf(first))?.focus();
      return;
    }
    const body = given();
    if (!body || give.isPending) return;
    give.mutate(body, {
      onSuccess: ({ id, starts_at }) => {
        undoable({
          sentence: `Donné à ${form.given_name.trim()}, ${appointmentTime(starts_at, now)}`,
          commit: () => undefined,
          revert: () => act.mutate({ id, act: "cancel" }),
        });
        onClose();
      },
    });
  }
  const modes = what.slot ? MODES.filter(({ value }) => what.opening.modes.includes(value)) : MODES;
  const needs = (Object.keys(NEED) as Need[]).filter(
    (need) => !what.slot || what.opening.needs.length === 0 || what.opening.needs.includes(need),
  );
  return (
    <Sheet
      title={what.slot ? `Donner ${appointmentTime(what.slot.starts_at, now)}` : "Donner une heure"}
      onClose={onClose}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        {!what.slot && (
          <>
            <div className={classes.days}>
              <DayField label="Jour" value={form.day} onChange={(day) => set({ day })} />
              <TimeField
                label="Heure"
                value={form.time}
                onChange={(time) => set({ time })}
                error={shown.time ?? undefined}
              />
            </div>
            <Segments
              legend="Durée"
              options={MINUTES}
              value={form.minutes}
              onChange={(minutes) => set({ minutes })}
            />
          </>
        )}
        <div className={classes.days}>
          <IdentityFields
            value={form}
            onChange={set}
            problems={shown}
            onWarn={(birth_date) => setProblems({ ...problems, birth_date })}
            idOf={idOf}
          />
          <PhoneField
            id={idOf("phone")}
            label="Téléphone"
            value={form.phone}
            onChange={(phone) => set({ phone })}
            error={shown.phone}
            onBlur={() =>
              form.phone && setProblems({ ...problems, phone: phoneProblem(form.phone) })
            }
          />
          {communes.length > 1 && (
            <SelectField
              id={idOf("commune_insee")}
              label="Commune"
              empty="Choisir"
              value={form.commune_insee}
              options={communes.map(({ insee, name }) => ({ value: insee, label: name }))}
              onChange={(commune_insee) => set({ commune_insee })}
              error={shown.commune_insee}
            />
          )}
          <SelectField
            label="Motif"
            empty="Non précisé"
            optional
            value={form.need}
            options={needs.map((value) => ({ value, label: NEED[value] }))}
            onChange={(need) => set({ need })}
            error={shown.need}
          />
          {!what.slot && practices.length > 1 && (
            <SelectField
              label="Lieu"
              empty="Choisir"
              value={practiceId}
              options={practices.map((one) => ({ value: one.id, label: practiceWord(one) }))}
              onChange={setPracticeId}
              error={shown.practice_id}
            />
          )}
        </div>
        {modes.length > 1 && (
          <Segments
            legend="Vu"
            options={modes}
            value={form.mode}
            onChange={(mode) => set({ mode })}
          />
        )}
        {form.mode === "home_visit" && (
          <TextField
            id={idOf("address_line")}
            label="Adresse de la visite"
            value={form.address_line}
            onChange={(address_line) => set({ address_line })}
            autoComplete="off"
            error={shown.address_line}
          />
        )}
        {refused?.sentence && (
          <Note tone="crit" alert>
            {refused.sentence}
          </Note>
        )}
        <p className={classes.help}>Dites l’heure à la personne : Maillage ne la prévient pas.</p>
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={give.isPending && "Envoi…"}
        >
          Donner cette heure
        </Button>
      </form>
    </Sheet>
  );
}
