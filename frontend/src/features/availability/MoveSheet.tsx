import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Appointment, AppointmentMove } from "../../api";
import { searchSlotsOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import {
  addDays,
  appointmentTime,
  dayKey,
  instantAt,
  isAfterWish,
  millis,
  relativeHour,
} from "../../time";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import { Skeletons } from "../../ui/Skeletons";
import { DayField, TimeField } from "../../ui/WallFields";
import { AFTER_WISH } from "../../words";
import { useWishedBefore } from "./agenda";
import { toldWord } from "./agenda-words";
import classes from "./Sheets.module.css";

type MoveSheetProps = {
  appointment: Appointment;
  onMove: (to: AppointmentMove, at: string) => void;
  onClose: () => void;
};

const OTHER = "other";
const SHOWN = 8;
const DAYS = 14;

/** Where to put an appointment instead: the free slots of the same professional, or another time. */
export default function MoveSheet({ appointment, onMove, onClose }: MoveSheetProps) {
  const now = useServerNow();
  const { professional, mode, need, starts_at } = appointment;
  const [until] = useState(() => instantAt(addDays(dayKey(now), DAYS), "23:59"));
  const { data } = useQuery(
    searchSlotsOptions({
      query: {
        professional_id: [professional.id],
        mode,
        ...(need && { need }),
        to_at: until,
        limit: SHOWN,
      },
    }),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [day, setDay] = useState(dayKey(starts_at));
  const [time, setTime] = useState("");
  const slots = data?.items ?? [];
  const slot = slots.find(({ id }) => id === chosen);
  const typed = chosen === OTHER && day && time ? instantAt(day, time) : null;
  const at = slot?.starts_at ?? typed;
  const wished = useWishedBefore(appointment);
  const late = isAfterWish(at, wished);
  const past = typed !== null && millis(typed) < now;
  const options = [
    ...slots.map(({ id, starts_at: start }) => ({ value: id, label: appointmentTime(start, now) })),
    { value: OTHER, label: "Une autre heure" },
  ];
  return (
    <Sheet title={`Déplacer ${appointmentTime(starts_at, now)}`} onClose={onClose}>
      <div className={classes.form}>
        {!data && <Skeletons shape="row" count={2} />}
        {data && (
          <Choice
            legend={slots.length > 0 ? "Vos créneaux libres" : "Aucun créneau libre d’ici 14 jours"}
            look="chips"
            options={options}
            value={chosen}
            onChange={setChosen}
          />
        )}
        {chosen === OTHER && (
          <div className={classes.pair}>
            <DayField label="Jour" value={day} onChange={setDay} />
            <TimeField label="Heure" value={time} onChange={setTime} />
          </div>
        )}
        {past && (
          <Note tone="crit" alert>
            Cette heure est passée. Choisissez-en une à venir.
          </Note>
        )}
        {late && wished && (
          <Note tone="warn" alert>
            C’est {AFTER_WISH} (avant {relativeHour(wished, now)}). Le demandeur et la coordination
            le verront.
          </Note>
        )}
        <p className={classes.help}>{toldWord(appointment)}</p>
        <Button
          variant="filled"
          size="decision"
          wide
          disabled={!at || past}
          onClick={() => {
            const known = late ? { after_wish: true } : {};
            if (at) onMove({ ...(slot ? { slot_id: slot.id } : { starts_at: at }), ...known }, at);
          }}
        >
          {at && !past ? `Déplacer à ${appointmentTime(at, now)}` : "Déplacer"}
        </Button>
      </div>
    </Sheet>
  );
}
