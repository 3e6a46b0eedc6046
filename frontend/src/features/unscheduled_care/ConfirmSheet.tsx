import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { UnscheduledCareConfirmation } from "../../api";
import { listNextSlotsOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { appointmentTime, instantAt } from "../../time";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Sheet } from "../../ui/Sheet";
import classes from "./ActSheets.module.css";

type ConfirmSheetProps = {
  /** The hour already given when accepting. */
  given: { at: string; practiceId: string | null } | null;
  professionalId: string;
  onConfirm: (time: UnscheduledCareConfirmation) => void;
  onClose: () => void;
};

const KEEP = "keep";
const OTHER = "other";

/** The hour agreed with the person: the one already given, another of one's own slots, or any other. */
export function ConfirmSheet({ given, professionalId, onConfirm, onClose }: ConfirmSheetProps) {
  const now = useServerNow();
  const { data } = useQuery(listNextSlotsOptions({ query: { professional_id: [professionalId] } }));
  const slots = data?.items[0]?.next ?? [];
  const [chosen, setChosen] = useState<string | null>(given ? KEEP : null);
  const [day, setDay] = useState("");
  const [time, setTime] = useState("");
  const practice = given?.practiceId ?? slots[0]?.practice_id;
  const slot = slots.find(({ slot_id }) => slot_id === chosen);
  const typed = day && time ? instantAt(day, time) : null;
  const at = chosen === KEEP ? given?.at : chosen === OTHER ? typed : slot?.starts_at;
  const options = [
    ...(given ? [{ value: KEEP, label: appointmentTime(given.at, now) }] : []),
    ...slots.slice(0, 6).map(({ slot_id, starts_at }) => ({
      value: slot_id,
      label: appointmentTime(starts_at, now),
    })),
    { value: OTHER, label: "Une autre heure" },
  ];

  function confirm() {
    if (chosen === KEEP) onConfirm({});
    else if (slot) onConfirm({ slot_id: slot.slot_id });
    else if (typed) onConfirm({ starts_at: typed, ...(practice && { practice_id: practice }) });
    onClose();
  }

  return (
    <Sheet title="L’heure convenue avec la personne" onClose={onClose}>
      <div className={classes.complete}>
        <Choice
          legend={<span className="visually-hidden">Heure</span>}
          look="chips"
          options={options}
          value={chosen}
          onChange={setChosen}
        />
        {chosen === OTHER && (
          <div className={classes.other}>
            <label>
              Jour
              <input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
            </label>
            <label>
              Heure
              <input type="time" value={time} onChange={(event) => setTime(event.target.value)} />
            </label>
          </div>
        )}
        <Button variant="filled" size="decision" wide disabled={!at} onClick={confirm}>
          {at ? `Confirmer ${appointmentTime(at, now)}` : "Confirmer"}
        </Button>
      </div>
    </Sheet>
  );
}
