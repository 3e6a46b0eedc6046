import { IconUserOff } from "@tabler/icons-react";
import { useState } from "react";
import type { Absence } from "../../../api";
import { problemSentence } from "../../../problems";
import { Button } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { Refusal } from "../../../ui/Refusal";
import { Sheet } from "../../../ui/Sheet";
import { Skeletons } from "../../../ui/Skeletons";
import { CLOSURE_REASON } from "../../../words";
import sheets from "../Sheets.module.css";
import { AbsenceSheet } from "./AbsenceSheet";
import classes from "./Absences.module.css";
import { absenceSpan, leftWord } from "./absence-words";
import { useAbsences, useDisplaced, useEndAbsence, useWithdrawReplacement } from "./absences";
import { DisplacedList } from "./DisplacedList";

type AbsencesScreenProps = {
  /** The absence that is looked at, first of the list; null: all in their order. */
  chosen: string | null;
  /** The coordination sees those of all members, and says one for any of them. */
  coordinates: boolean;
};

/** Who is away, what became of each appointment, and whom to call. */
export function AbsencesScreen({ chosen, coordinates }: AbsencesScreenProps) {
  const { absences, error } = useAbsences();
  const [saying, setSaying] = useState(false);
  const first = (absence: Absence) => Number(absence.id === chosen);
  const shown = absences?.toSorted((one, other) => first(other) - first(one));
  return (
    <Page
      title="Absences"
      column
      aside={
        <Button
          size="small"
          variant="filled"
          icon={<IconUserOff size={18} stroke={1.75} aria-hidden="true" />}
          onClick={() => setSaying(true)}
        >
          Absence
        </Button>
      }
    >
      {error && (
        <Note tone="warn" alert>
          {problemSentence(error)}
        </Note>
      )}
      {!shown && !error && <Skeletons shape="row" count={4} />}
      {shown?.length === 0 && (
        <EmptyState title="Personne n’est absent">
          Une absence est acceptée tout de suite. Les rendez-vous qu’elle touche se replacent, ou
          viennent ici pour être appelés.
        </EmptyState>
      )}
      <div className={classes.root}>
        {shown?.map((absence) => (
          <AbsenceCard key={absence.id} absence={absence} />
        ))}
      </div>
      {saying && (
        <AbsenceSheet
          day={null}
          forMember={coordinates}
          onSaid={() => setSaying(false)}
          onClose={() => setSaying(false)}
        />
      )}
    </Page>
  );
}

function AbsenceCard({ absence }: { absence: Absence }) {
  const { professional, reason, replacement, replacement_withdrew_at, actions } = absence;
  const { data, error } = useDisplaced(absence);
  const [asking, setAsking] = useState<"end" | "withdraw_replacement" | null>(null);
  const left = leftWord(absence);
  const why = absence.has_left ? null : reason && CLOSURE_REASON[reason];
  const facts = [why, absence.ended_at && "annulée"].filter(Boolean);
  return (
    <article className={classes.card} aria-label={`Absence, ${professional.name}`}>
      <header className={classes.head}>
        <h2>{professional.name}</h2>
        <p>
          {absenceSpan(absence)}
          {facts.length > 0 && `. ${facts.join(", ")}`}
        </p>
        {replacement && (
          <p>
            {replacement_withdrew_at
              ? `${replacement.name} devait remplacer, et s’est désisté.`
              : `Remplacé par ${replacement.name}. ${inherited(absence)}`}
          </p>
        )}
        {absence.has_left && (
          <p>
            Ses créneaux d’ici sont fermés, ses sollicitations reprises.
            {absence.displaced === 0 && " Aucun rendez-vous n’est à replacer."}
          </p>
        )}
        {absence.displaced > 0 && (
          <p className={classes.left} data-open={left ? true : undefined}>
            {left ?? "Tout est réglé."}
          </p>
        )}
      </header>
      {error && (
        <Note tone="warn" alert>
          {problemSentence(error)}
        </Note>
      )}
      {data && data.items.length > 0 && <DisplacedList of={professional.name} rows={data.items} />}
      {actions.length > 0 && (
        <footer className={classes.acts}>
          {actions.includes("withdraw_replacement") && (
            <Button size="small" onClick={() => setAsking("withdraw_replacement")}>
              Le remplaçant ne vient pas
            </Button>
          )}
          {actions.includes("end") && (
            <Button size="small" variant="quiet" onClick={() => setAsking("end")}>
              Annuler l’absence
            </Button>
          )}
        </footer>
      )}
      {asking && <Confirm absence={absence} act={asking} onClose={() => setAsking(null)} />}
    </article>
  );
}

function inherited({ openings_inherited, openings_left }: Absence): string {
  const taken =
    openings_inherited > 1 ? `${openings_inherited} ouvertures` : `${openings_inherited} ouverture`;
  return openings_left > 0
    ? `${taken} à son nom, ${openings_left} sans remplaçant.`
    : `${taken} à son nom.`;
}

const ASKED = {
  end: {
    title: "Annuler l’absence ?",
    text: "Le temps est ouvert de nouveau. Ce qui n’a pas de nouvel horaire reste où il était. Ce qui a été déplacé reste déplacé : ces personnes ont pu être prévenues.",
    verb: "Annuler l’absence",
  },
  withdraw_replacement: {
    title: "Le remplaçant ne vient pas ?",
    text: "Ses ouvertures se ferment. Ses rendez-vous se replacent, ou viennent sur la liste à appeler. Ils restent pris jusque-là.",
    verb: "Il ne vient pas",
  },
} as const;

type ConfirmProps = { absence: Absence; act: keyof typeof ASKED; onClose: () => void };

function Confirm({ absence, act, onClose }: ConfirmProps) {
  const end = useEndAbsence();
  const withdraw = useWithdrawReplacement();
  const write = act === "end" ? end : withdraw;
  const { title, text, verb } = ASKED[act];
  return (
    <Sheet title={title} onClose={onClose}>
      <div className={sheets.form}>
        <p>{text}</p>
        <Refusal error={write.error} />
        <div className={sheets.pair}>
          <Button onClick={onClose}>Laisser</Button>
          <Button
            variant="filled"
            busy={write.isPending && "Envoi…"}
            onClick={() => write.mutate(absence, { onSuccess: onClose })}
          >
            {verb}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
