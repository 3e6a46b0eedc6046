import { type FormEvent, useState } from "react";
import type { Closure, ClosureReason } from "../../api";
import { useServerNow } from "../../clock";
import { problemFields, problemSentence } from "../../problems";
import { addDays, instantAt, longDay, millis, relativeHour, wallHour } from "../../time";
import { announce } from "../../ui/announce";
import { Button, ButtonLink } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { Sheet } from "../../ui/Sheet";
import { TimeField } from "../../ui/WallFields";
import { CLOSURE_REASON } from "../../words";
import { useClose, useReopen } from "./agenda";
import { closureTitle, insideWord } from "./agenda-words";
import classes from "./Sheets.module.css";

type Stretch = "morning" | "afternoon" | "day" | "other";

const STRETCHES: { value: Stretch; label: string }[] = [
  { value: "morning", label: "Matin" },
  { value: "afternoon", label: "Après-midi" },
  { value: "day", label: "Journée" },
];

const HOURS: Record<Exclude<Stretch, "other">, [from: string, to: string]> = {
  morning: ["00:00", "13:00"],
  afternoon: ["13:00", "24:00"],
  day: ["00:00", "24:00"],
};

/** Illness and leave are absences: they are followed up, and nobody is asked meanwhile. */
const REASONS = (["other", "training"] satisfies ClosureReason[]).map((value) => ({
  value,
  label: CLOSURE_REASON[value],
}));

const WORD: Record<Exclude<Stretch, "other">, string> = {
  morning: "Fermer la matinée",
  afternoon: "Fermer l’après-midi",
  day: "Fermer la journée",
};

function closeWord(stretch: Stretch, from: string, to: string): string {
  if (stretch !== "other") return WORD[stretch];
  return from && to ? `Fermer de ${wallHour(from)} à ${wallHour(to)}` : "Fermer";
}

/** The instant of a time of the day, where `24:00` is the end of it. */
function at(day: string, time: string): string {
  return time === "24:00" ? instantAt(addDays(day, 1), "00:00") : instantAt(day, time);
}

type CloseSheetProps = {
  day: string;
  /** To say an absence instead, or over what was just closed: its appointments are followed up. */
  onAbsence: (closed?: Closure) => void;
  onClose: () => void;
};

/** Closes a half-day, a day, or some hours; appointments already taken stay, and may be followed up. */
export function CloseSheet({ day, onAbsence, onClose }: CloseSheetProps) {
  const close = useClose();
  const [stretch, setStretch] = useState<Stretch>("afternoon");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [reason, setReason] = useState<(typeof REASONS)[number]["value"]>("other");
  const [closed, setClosed] = useState<Closure | null>(null);
  const fields = problemFields(close.error);
  const other = stretch === "other";

  function submit(event: FormEvent) {
    event.preventDefault();
    const hours = other ? [from, to] : HOURS[stretch];
    const [starts, ends] = hours;
    if (!starts || !ends || close.isPending) return;
    close.mutate(
      { starts_at: at(day, starts), ends_at: at(day, ends), reason },
      {
        onSuccess: (closure) => {
          const inside = insideWord(closure.appointments_inside);
          announce(["Fermé", inside].filter(Boolean).join(", "));
          if (inside) setClosed(closure);
          else onClose();
        },
      },
    );
  }
  const refused = fields.starts_at ?? fields.ends_at;
  if (closed)
    return (
      <Sheet title={closureTitle(closed)} onClose={onClose}>
        <div className={classes.form}>
          <StillInside closure={closed} onAbsence={onAbsence} />
          <Button wide onClick={onClose}>
            Les garder
          </Button>
        </div>
      </Sheet>
    );
  return (
    <Sheet title={`Fermer, ${longDay(instantAt(day, "12:00"))}`} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <Segments
          legend="Quand"
          options={[...STRETCHES, { value: "other", label: "Heures" }]}
          value={stretch}
          onChange={setStretch}
        />
        {other && (
          <div className={classes.pair}>
            <TimeField label="De" value={from} onChange={setFrom} />
            <TimeField label="À" value={to} onChange={setTo} />
          </div>
        )}
        <Choice
          legend="Pourquoi"
          look="chips"
          options={REASONS}
          value={reason}
          onChange={setReason}
        />
        <p className={classes.help}>
          Les créneaux libres ne se prennent plus. Les rendez-vous déjà pris restent.
        </p>
        <p className={classes.help}>
          Malade ou en congé{"\u00a0"}? Dites une absence{"\u00a0"}: vos rendez-vous sont replacés.
        </p>
        <Button wide onClick={() => onAbsence()}>
          Absence
        </Button>
        {close.error && (
          <Note tone="crit" alert>
            {refused
              ? "Choisissez des heures à venir, la fin après le début."
              : problemSentence(close.error, true)}
          </Note>
        )}
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          disabled={other && !(from && to)}
          busy={close.isPending && "Envoi…"}
        >
          {closeWord(stretch, from, to)}
        </Button>
      </form>
    </Sheet>
  );
}

type StillInsideProps = { closure: Closure; onAbsence: (closed: Closure) => void };

/** What stands in closed time, and the way to have it re-placed, or its people called. */
function StillInside({ closure, onAbsence }: StillInsideProps) {
  const several = closure.appointments_inside > 1;
  return (
    <>
      <Note tone="warn">
        {insideWord(closure.appointments_inside)}. {several ? "Ils ont" : "Il a"} toujours lieu.
      </Note>
      <Button variant="filled" size="decision" wide onClick={() => onAbsence(closure)}>
        {several ? "Les replacer" : "Le replacer"}, ou appeler
      </Button>
    </>
  );
}

type ClosureSheetProps = {
  closure: Closure;
  onAbsence: (closed: Closure) => void;
  onClose: () => void;
};

/** What was closed, the way to open it again, and to follow up what stands in it. */
export function ClosureSheet({ closure, onAbsence, onClose }: ClosureSheetProps) {
  const now = useServerNow();
  const reopen = useReopen();
  const inside = insideWord(closure.appointments_inside);
  const plain = !closure.absence_id && millis(closure.ends_at) > now;
  return (
    <Sheet title={closureTitle(closure)} onClose={onClose}>
      <div className={classes.form}>
        <p className={classes.help}>
          De {relativeHour(closure.starts_at, now)} à {relativeHour(closure.ends_at, now)}.{" "}
          {inside && !plain && `${inside}.`}
        </p>
        {inside && plain && <StillInside closure={closure} onAbsence={onAbsence} />}
        <Refusal error={reopen.error} />
        {closure.absence_id && (
          <ButtonLink to="/absences" search={{ absence: closure.absence_id }} variant="filled" wide>
            Voir l’absence, et qui appeler
          </ButtonLink>
        )}
        {plain && (
          <Button
            variant={inside ? "default" : "filled"}
            wide
            busy={reopen.isPending && "Envoi…"}
            onClick={() => reopen.mutate(closure.id, { onSuccess: onClose })}
          >
            Rouvrir
          </Button>
        )}
      </div>
    </Sheet>
  );
}
