import { type FormEvent, useId, useState } from "react";
import type { CareMode, Need } from "../../api";
import { serverNow, useServerNow } from "../../clock";
import { capital, phoneWords } from "../../figures";
import { problemFields } from "../../problems";
import { dayKey, hour, type Instant, millis, relativeDay } from "../../time";
import { birthDateProblem, isoDate, PERSON_REFUSED, phoneProblem } from "../../typed";
import { Button } from "../../ui/Button";
import { Deadline } from "../../ui/Deadline";
import { PhoneField, TextField } from "../../ui/Field";
import { IdentityFields, type TypedIdentity } from "../../ui/IdentityFields";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { SidePanel } from "../../ui/SidePanel";
import { CARE_MODE } from "../../words";
import classes from "./BookPanel.module.css";
import type { Chosen } from "./Lines";
import { type Held, useBook } from "./regulation";

/** Whom it is for, as typed: kept when another time is chosen. */
export type Typed = { who: TypedIdentity; phone: string; caseNumber: string };

export const NOTHING_TYPED: Typed = {
  who: { family_name: "", given_name: "", birth_date: "", sex: null },
  phone: "",
  caseNumber: "",
};

type BookPanelProps = {
  chosen: Chosen;
  typed: Typed;
  onType: (changed: Partial<Typed>) => void;
  /** Null while it is being taken, or when it could not be. */
  held: Held | null;
  heldSince: number | null;
  problem: unknown;
  need: Need | null;
  mode: CareMode | null;
  commune: string;
  onAgain: () => void;
  onBooked: () => void;
  onClose: () => void;
};

const TO_FILL = "À remplir.";

function whenWords({ choice }: Chosen, now: Instant): string {
  const times = choice.range
    ? `${hour(choice.startsAt)} – ${hour(choice.endsAt)}`
    : hour(choice.startsAt);
  return `${capital(relativeDay(choice.startsAt, now))}, ${times}`;
}

function minutesOf({ choice }: Chosen): number {
  return Math.round((millis(choice.endsAt) - millis(choice.startsAt)) / 60_000);
}

/** The time that is kept, and for whom it is: then it is booked, or given back. */
export function BookPanel(props: BookPanelProps) {
  const { chosen, held, heldSince, problem, need, commune, onAgain, onClose } = props;
  const now = useServerNow("second");
  const id = useId();
  const { who, phone, caseNumber } = props.typed;
  const [mode, setMode] = useState<CareMode | null>(props.mode);
  const [wrong, setWrong] = useState<Record<string, string | null>>({});
  const book = useBook(props.onBooked);
  const booked = book.isSuccess;
  const { choice, entry } = chosen;
  const modes = choice.modes;
  const chosenMode = mode !== null && modes.includes(mode) ? mode : (modes[0] ?? "office");
  const expired = held !== null && millis(held.expires_at) <= now;

  /** A field that is typed in again is no longer said to be wrong. */
  function right(...names: string[]) {
    setWrong((known) => ({ ...known, ...Object.fromEntries(names.map((name) => [name, null])) }));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const found: Record<string, string | null> = {
      family_name: who.family_name.trim() ? null : TO_FILL,
      given_name: who.given_name.trim() ? null : TO_FILL,
      birth_date: birthDateProblem(who.birth_date, dayKey(serverNow())),
      sex: who.sex ? null : TO_FILL,
      phone: phone.trim() ? phoneProblem(phone) : TO_FILL,
    };
    setWrong(found);
    const first = Object.keys(found).find((name) => found[name]);
    if (first) {
      document.getElementById(`${id}-${first}`)?.focus();
      return;
    }
    const birthDate = isoDate(who.birth_date);
    if (held === null || birthDate === null || who.sex === null) return;
    book.mutate(
      {
        slotId: choice.slotId,
        token: held.token,
        mode: chosenMode,
        need,
        person: {
          family_name: who.family_name.trim(),
          given_name: who.given_name.trim(),
          birth_date: birthDate,
          sex: who.sex,
          phone,
          commune_insee: commune,
        },
        caseNumber: caseNumber.trim(),
      },
      { onError: (refused) => setWrong(refusedOf(refused)) },
    );
  }

  const place = [entry.practice_name, entry.address_line, entry.sector ?? entry.commune_name]
    .filter(Boolean)
    .join(", ");
  return (
    <SidePanel
      key={booked ? "booked" : "kept"}
      narrow
      title={booked ? "Rendez-vous pris" : "Réserver"}
      link={
        held &&
        !expired && (
          <Deadline
            kind="hold"
            dueAt={held.expires_at}
            startedAt={heldSince}
            about={whenWords(chosen, now)}
          />
        )
      }
      onClose={onClose}
    >
      <div className={classes.slot}>
        <b>{whenWords(chosen, now)}</b>
        <span>
          {entry.professional.name}
          {choice.range ? ", sans heure fixe" : `, ${minutesOf(chosen)} min`}{" "}
          {CARE_MODE[chosenMode].toLowerCase()}
        </span>
        <span>{place}</span>
        {entry.phone && <span>{phoneWords(entry.phone)}</span>}
      </div>
      {booked ? (
        <>
          <Note tone="ok">
            Dites l’heure et l’adresse à la personne. Le rendez-vous est dans l’agenda de{" "}
            {entry.professional.name}.
          </Note>
          <Button wide onClick={onClose}>
            Revenir à la liste
          </Button>
        </>
      ) : (
        <form className={classes.form} onSubmit={submit} noValidate>
          {problem !== null && (
            <>
              <Refusal error={problem} />
              <Button wide onClick={onClose}>
                Choisir une autre heure
              </Button>
            </>
          )}
          {expired && (
            <>
              <Note tone="warn" alert>
                Ce créneau n’est plus gardé. Votre saisie reste là.
              </Note>
              <Button wide onClick={onAgain}>
                Le reprendre s’il est encore libre
              </Button>
            </>
          )}
          {modes.length > 1 && (
            <Segments
              legend="Comment"
              options={modes.map((value) => ({ value, label: CARE_MODE[value] }))}
              value={chosenMode}
              onChange={setMode}
            />
          )}
          <IdentityFields
            value={who}
            onChange={(changed) => {
              props.onType({ who: { ...who, ...changed } });
              right(...Object.keys(changed));
            }}
            problems={wrong}
            onWarn={(birthDate) => setWrong((known) => ({ ...known, birth_date: birthDate }))}
            idOf={(name) => `${id}-${name}`}
          />
          <PhoneField
            id={`${id}-phone`}
            label="Téléphone"
            value={phone}
            onChange={(text) => {
              if (text === phone) return; // leaving the field writes it by pairs
              props.onType({ phone: text });
              right("phone");
            }}
            error={wrong.phone}
          />
          <TextField
            label="Numéro de dossier SAS"
            optional
            value={caseNumber}
            onChange={(text) => {
              props.onType({ caseNumber: text });
              right("sas_case_number");
            }}
            autoComplete="off"
            error={wrong.sas_case_number}
          />
          <Refusal typed error={book.error} />
          <Button
            type="submit"
            variant="filled"
            size="decision"
            wide
            busy={book.isPending && "Envoi…"}
            disabled={held === null || expired}
          >
            Confirmer {hour(choice.startsAt)}
          </Button>
          {held && !expired && (
            <Button variant="quiet" wide onClick={onClose}>
              Rendre le créneau
            </Button>
          )}
        </form>
      )}
    </SidePanel>
  );
}

function refusedOf(error: unknown): Record<string, string> {
  const said: Record<string, string> = PERSON_REFUSED;
  return Object.fromEntries(
    Object.entries(problemFields(error)).map(([field, sentence]) => {
      const name = field.replace(/^person\./, "");
      return [name, said[name] ?? sentence];
    }),
  );
}
