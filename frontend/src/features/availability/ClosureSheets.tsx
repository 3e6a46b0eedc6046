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

const REASONS = (Object.keys(CLOSURE_REASON) as ClosureReason[]).map((value) => ({
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

/** Closes a half-day, a day, or some hours; appointments already taken stay, and are counted. */
export function CloseSheet({ day, onClose }: { day: string; onClose: () => void }) {
  const close = useClose();
  const [stretch, setStretch] = useState<Stretch>("afternoon");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [reason, setReason] = useState<ClosureReason>("other");
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
        onSuccess: ({ appointments_inside: inside }) => {
          announce(["Fermé", insideWord(inside)].filter(Boolean).join(", "));
          onClose();
        },
      },
    );
  }
  const refused = fields.starts_at ?? fields.ends_at;
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

/** What was closed, and the way to open it again. */
export function ClosureSheet({ closure, onClose }: { closure: Closure; onClose: () => void }) {
  const now = useServerNow();
  const reopen = useReopen();
  const inside = insideWord(closure.appointments_inside);
  return (
    <Sheet title={closureTitle(closure)} onClose={onClose}>
      <div className={classes.form}>
        <p className={classes.help}>
          De {relativeHour(closure.starts_at, now)} à {relativeHour(closure.ends_at, now)}.{" "}
          {inside && `${inside}.`}
        </p>
        <Refusal error={reopen.error} />
        {closure.absence_id && (
          <ButtonLink to="/absences" search={{ absence: closure.absence_id }} variant="filled" wide>
            Voir l’absence, et qui appeler
          </ButtonLink>
        )}
        {!closure.absence_id && millis(closure.ends_at) > now && (
          <Button
            variant="filled"
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
