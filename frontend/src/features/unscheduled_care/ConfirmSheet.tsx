import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { UnscheduledCareConfirmation } from "../../api";
import { searchSlotsOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { appointmentTime, type Instant, instantAt, isAfterWish, relativeHour } from "../../time";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import { DayField, TimeField } from "../../ui/WallFields";
import { AFTER_WISH } from "../../words";
import classes from "./ActSheets.module.css";

type ConfirmSheetProps = {
  /** The hour already given when accepting. */
  given: { at: string; practiceId: string | null } | null;
  professionalId: string;
  wishedBefore: Instant | null;
  atHome: boolean;
  onConfirm: (time: UnscheduledCareConfirmation) => void;
  onClose: () => void;
};

const KEEP = "keep";
const OTHER = "other";
const SHOWN = 6;

/**
 * The hour agreed with the person: the one already given, another of one's own slots where the person can
 * be seen, or any other. One that comes after the wish is said to, before it is given.
 */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const { given, professionalId, wishedBefore, atHome, onConfirm, onClose } = props;
  const now = useServerNow();
  const mode = atHome ? "home_visit" : "office";
  const { data } = useQuery(
    searchSlotsOptions({ query: { professional_id: [professionalId], mode, limit: SHOWN } }),
  );
  const slots = data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(given ? KEEP : null);
  const [day, setDay] = useState("");
  const [time, setTime] = useState("");
  const practice = given?.practiceId ?? slots[0]?.practice_id;
  const slot = slots.find(({ id }) => id === chosen);
  const typed = day && time ? instantAt(day, time) : null;
  const at = chosen === KEEP ? given?.at : chosen === OTHER ? typed : slot?.starts_at;
  const late = isAfterWish(at ?? null, wishedBefore);
  const options = [
    ...(given ? [{ value: KEEP, label: appointmentTime(given.at, now) }] : []),
    ...slots.map(({ id, starts_at }) => ({ value: id, label: appointmentTime(starts_at, now) })),
    { value: OTHER, label: "Une autre heure" },
  ];

  function confirm() {
    const known = late ? { after_wish: true } : {};
    if (chosen === KEEP) onConfirm({});
    else if (slot) onConfirm({ slot_id: slot.id, ...known });
    else if (typed) {
      onConfirm({ starts_at: typed, ...(practice && { practice_id: practice }), ...known });
    }
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
            <DayField label="Jour" value={day} onChange={setDay} />
            <TimeField label="Heure" value={time} onChange={setTime} />
          </div>
        )}
        {late && wishedBefore && (
          <Note tone="warn" alert>
            C’est {AFTER_WISH}, avant {relativeHour(wishedBefore, now)}. Le demandeur et la
            coordination le verront.
          </Note>
        )}
        <Button variant="filled" size="decision" wide disabled={!at} onClick={confirm}>
          {at ? `Confirmer ${appointmentTime(at, now)}` : "Confirmer"}
        </Button>
      </div>
    </Sheet>
  );
}
