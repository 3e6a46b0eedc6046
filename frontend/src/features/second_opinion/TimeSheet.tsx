import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OpinionAppointment } from "../../api";
import { searchSlotsOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { appointmentTime, type Instant, instantAt, isAfterWish, relativeHour } from "../../time";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import { DayField, TimeField } from "../../ui/WallFields";
import classes from "./TimeSheet.module.css";

type TimeSheetProps = {
  professionalId: string;
  wishedBefore: Instant | null;
  onGive: (time: OpinionAppointment) => void;
  onClose: () => void;
};

const OTHER = "other";
const SHOWN = 6;

/** The time at which the person is seen: one of one's own slots, or another; one after the wish is said to be. */
export function TimeSheet({ professionalId, wishedBefore, onGive, onClose }: TimeSheetProps) {
  const now = useServerNow();
  const { data } = useQuery(
    searchSlotsOptions({
      query: { professional_id: [professionalId], mode: "office", limit: SHOWN },
    }),
  );
  const slots = data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [day, setDay] = useState("");
  const [time, setTime] = useState("");
  const slot = slots.find(({ id }) => id === chosen);
  const typed = day && time ? instantAt(day, time) : null;
  const at = chosen === OTHER ? typed : slot?.starts_at;
  const late = isAfterWish(at ?? null, wishedBefore);
  const practice = slots[0]?.practice_id;

  function give() {
    const known = late ? { after_wish: true } : {};
    if (slot) onGive({ slot_id: slot.id, ...known });
    else if (typed) {
      onGive({ starts_at: typed, ...(practice && { practice_id: practice }), ...known });
    }
    onClose();
  }
  return (
    <Sheet title="Quand voyez-vous la personne&nbsp;?" onClose={onClose}>
      <div className={classes.root}>
        <Choice
          legend={<span className="visually-hidden">Heure</span>}
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
        {late && wishedBefore && (
          <Note tone="warn" alert>
            C’est après la date souhaitée (avant {relativeHour(wishedBefore, now)}). Le confrère le
            verra.
          </Note>
        )}
        <Button variant="filled" size="decision" wide disabled={!at} onClick={give}>
          {at ? `Donner ${appointmentTime(at, now)}` : "Donner ce rendez-vous"}
        </Button>
      </div>
    </Sheet>
  );
}
