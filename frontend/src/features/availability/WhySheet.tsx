import { type FormEvent, useState } from "react";
import { useServerNow } from "../../clock";
import { dayKey, instantAt } from "../../time";
import { Button } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { DayField, TimeField } from "../../ui/WallFields";
import { useExplanation } from "./agenda";
import classes from "./Sheets.module.css";
import { nextWord, whyWord } from "./why-words";

type WhySheetProps = {
  /** Whose time; one's own when null. */
  professionalId: string | null;
  /** `2026-11-24`; today when left out. */
  day?: string;
  onClose: () => void;
};

/** « Pourquoi ce créneau n'est pas libre ? »: a day, an hour, and the answer in one sentence. */
export function WhySheet({ professionalId, day, onClose }: WhySheetProps) {
  const now = useServerNow();
  const [on, setOn] = useState(day ?? dayKey(now));
  const [time, setTime] = useState("");
  const [asked, setAsked] = useState<string | null>(null);
  const { data, error, isFetching } = useExplanation(professionalId, asked);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (on && time) setAsked(instantAt(on, time));
  }
  return (
    <Sheet title="Pourquoi pas libre ?" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <div className={classes.pair}>
          <DayField label="Jour" value={on} onChange={setOn} />
          <TimeField label="Heure" value={time} onChange={setTime} />
        </div>
        <Button
          type="submit"
          variant="filled"
          wide
          disabled={!on || !time}
          busy={isFetching && "Lecture…"}
        >
          Voir
        </Button>
        <Refusal error={error} />
        {data && (
          <div aria-live="polite" className={classes.answer}>
            <p>
              <b>{whyWord(data, now)}</b>
            </p>
            <p className={classes.help}>{nextWord(data, now)}</p>
          </div>
        )}
      </form>
    </Sheet>
  );
}
