import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DischargeLine, DischargeVisitMode, DischargeVisitTime } from "../../api";
import { searchSlotsOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { appointmentTime, instantAt, isAfterWish, millis, relativeHour } from "../../time";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import { DayField, TimeField } from "../../ui/WallFields";
import classes from "./Discharge.module.css";
import { VISIT_MODE } from "./words";

type VisitSheetProps = {
  line: DischargeLine;
  professionalId: string;
  onSay: (time: DischargeVisitTime) => void;
  onClose: () => void;
};

const OTHER = "other";
const SHOWN = 6;
/** A visit is wished for until a week after the return home. */
const WEEK_MS = 7 * 24 * 60 * 60_000;
const MODES = (Object.keys(VISIT_MODE) as DischargeVisitMode[]).map((value) => ({
  value,
  label: VISIT_MODE[value],
}));

/** When the doctor sees the person, at home or at the practice: one of their own slots, or another hour. */
export function VisitSheet({ line, professionalId, onSay, onClose }: VisitSheetProps) {
  const now = useServerNow();
  const [mode, setMode] = useState<DischargeVisitMode>(line.appointment_mode ?? "home_visit");
  const home = millis(line.wished_before) - WEEK_MS;
  const from = home > now ? { from_at: new Date(home).toISOString() } : {};
  const { data } = useQuery(
    searchSlotsOptions({
      query: { professional_id: [professionalId], mode, limit: SHOWN, ...from },
    }),
  );
  const slots = data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [day, setDay] = useState("");
  const [time, setTime] = useState("");
  const slot = slots.find(({ id }) => id === chosen);
  const typed = day && time ? instantAt(day, time) : null;
  const at = chosen === OTHER ? typed : slot?.starts_at;
  const late = isAfterWish(at ?? null, line.wished_before);
  const practice = mode === "office" ? slots[0]?.practice_id : undefined;

  function say() {
    const known = late ? { after_wish: true } : {};
    if (slot) onSay({ slot_id: slot.id, mode, ...known });
    else if (typed) {
      onSay({ starts_at: typed, mode, ...(practice && { practice_id: practice }), ...known });
    }
    onClose();
  }
  return (
    <Sheet title="Quand voyez-vous la personne&nbsp;?" onClose={onClose}>
      <div className={classes.sheet}>
        <Choice legend="Où" look="chips" options={MODES} value={mode} onChange={setMode} />
        <Choice
          legend="Quand"
          look="chips"
          options={[
            ...slots.map(({ id, starts_at }) => ({
              value: id,
              label: appointmentTime(starts_at, now),
            })),
            { value: OTHER, label: "Une autre heure" },
          ]}
          value={chosen}
          onChange={setChosen}
        />
        {chosen === OTHER && (
          <div className={classes.pair}>
            <DayField label="Jour" value={day} onChange={setDay} />
            <TimeField label="Heure" value={time} onChange={setTime} />
          </div>
        )}
        {late && (
          <Note tone="warn" alert>
            C’est plus de 7 jours après le retour (avant {relativeHour(line.wished_before, now)}).
            Le service le verra.
          </Note>
        )}
        <Button variant="filled" size="decision" wide disabled={!at} onClick={say}>
          {at ? `Dire ${appointmentTime(at, now)}` : "Dire le jour et l’heure"}
        </Button>
      </div>
    </Sheet>
  );
}
