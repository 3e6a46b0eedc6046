import {
  IconChevronLeft,
  IconChevronRight,
  IconDots,
  IconPlus,
  IconUserOff,
} from "@tabler/icons-react";
import { addDays } from "../../time";
import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Segments } from "../../ui/Segments";
import classes from "./Agenda.module.css";

export type AgendaView = "day" | "week";

const VIEWS: { value: AgendaView; label: string }[] = [
  { value: "day", label: "Jour" },
  { value: "week", label: "Semaine" },
];

type BarProps = {
  phone: boolean;
  step: number;
  day: string;
  view: AgendaView;
  onDay: (day: string | null) => void;
  onView: (view: AgendaView) => void;
  onOpen: () => void;
  onMore: (what: More) => void;
};

/** What is asked for now and then. */
export type More = "free" | "give" | "copy" | "calls" | "why" | "absence";

const ABSENCE = { key: "absence", label: "Absence" } as const;

const MORE: { key: More; label: string }[] = [
  { key: "free", label: "Je suis libre jusqu’à…" },
  { key: "give", label: "Donner une heure" },
  { key: "copy", label: "Copier la semaine" },
  { key: "calls", label: "Appels au-delà de l’agenda" },
  { key: "why", label: "Pourquoi une heure n’est pas libre ?" },
];

/** Above the agenda: which days, and what is done with them. */
export function AgendaBar({ phone, step, day, view, onDay, onView, onOpen, onMore }: BarProps) {
  const unit = step === 1 ? "Jour" : "Semaine";
  return (
    <div className={classes.bar}>
      <Button
        size="small"
        aria-label={`${unit} ${step === 1 ? "précédent" : "précédente"}`}
        icon={<IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => onDay(addDays(day, -step))}
      />
      <Button size="small" onClick={() => onDay(null)}>
        Aujourd’hui
      </Button>
      <Button
        size="small"
        aria-label={`${unit} ${step === 1 ? "suivant" : "suivante"}`}
        icon={<IconChevronRight size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => onDay(addDays(day, step))}
      />
      {!phone && (
        <Segments legend="Vue" hideLegend options={VIEWS} value={view} onChange={onView} />
      )}
      {!phone && (
        <Button
          size="small"
          icon={<IconUserOff size={18} stroke={1.75} aria-hidden="true" />}
          onClick={() => onMore("absence")}
        >
          Absence
        </Button>
      )}
      <span className={classes.open}>
        <Button
          size="small"
          variant="filled"
          aria-label="Ouvrir du temps"
          icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
          onClick={onOpen}
        >
          {phone ? "Ouvrir" : "Ouvrir du temps"}
        </Button>
      </span>
      <Menu
        label="Autres actions de l’agenda"
        trigger={<IconDots size={18} stroke={1.75} aria-hidden="true" />}
        look="icon"
        items={[...(phone ? [ABSENCE] : []), ...MORE].map((item) => ({
          ...item,
          onSelect: () => onMore(item.key),
        }))}
      />
    </div>
  );
}
