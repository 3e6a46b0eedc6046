import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight, IconDots, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { AgendaOccurrence, Closure } from "../../api";
import { useServerNow } from "../../clock";
import { problemSentence } from "../../problems";
import { addDays, dayKey, dayRange, instantAt, longDay, minuteOfDay, mondayOf } from "../../time";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Menu } from "../../ui/Menu";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Segments } from "../../ui/Segments";
import { Skeletons } from "../../ui/Skeletons";
import { Week } from "../../ui/Week";
import classes from "./Agenda.module.css";
import { useAgenda, usePractices } from "./agenda";
import { daysOfWeek, hoursOf, weekDay, within } from "./agenda-week";
import { capital } from "./agenda-words";
import { CallTimesSheet } from "./CallTimesSheet";
import { CloseSheet, ClosureSheet } from "./ClosureSheets";
import { CopyWeekSheet } from "./CopyWeekSheet";
import { DayList } from "./DayList";
import { FreeUntilSheet } from "./FreeUntilSheet";
import { OpeningSheet } from "./OpeningSheet";
import { useOpeningEnds } from "./opening-ends";
import { WeekStrip } from "./WeekStrip";
import { WhySheet } from "./WhySheet";

export type AgendaView = "day" | "week";

type AgendaScreenProps = {
  /** The day that is looked at, `2026-11-24`; null: today. */
  day: string | null;
  view: AgendaView;
  onDay: (day: string | null) => void;
  onView: (view: AgendaView) => void;
  /** Asked to open time as soon as the page is there. */
  opening: boolean;
  onOpened: () => void;
  /** Asked to say until when one is free as soon as the page is there. */
  free: boolean;
};

type Asking =
  | { what: "opening"; occurrence: AgendaOccurrence; day: string }
  | { what: "closure"; closure: Closure }
  | { what: "close" }
  | { what: "free" | "copy" | "calls" | "why" };

const PHONE = "(max-width: 47.99em)";

const VIEWS: { value: AgendaView; label: string }[] = [
  { value: "day", label: "Jour" },
  { value: "week", label: "Semaine" },
];

/** One's own time: a week beside its day on a desk, a day under its week on a phone. */
export function AgendaScreen(props: AgendaScreenProps) {
  const { view, onDay, onView, opening, onOpened } = props;
  const now = useServerNow();
  const today = dayKey(now);
  const day = props.day ?? today;
  const monday = mondayOf(day);
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const { data, error } = useAgenda(monday, addDays(monday, 6));
  const ends = useOpeningEnds();
  const agenda = data && ends.without(data);
  const { data: practices } = usePractices();
  const [asking, setAsking] = useState<Asking | null>(props.free ? { what: "free" } : null);
  const [creating, setCreating] = useState(opening);
  const days = daysOfWeek(agenda, monday, day);
  const shown = view === "day" && !phone ? [day] : days;
  const close = () => setAsking(null);
  const problem = error ? problemSentence(error) : ends.problem;
  const acts = {
    onOpening: (occurrence: AgendaOccurrence) =>
      setAsking({ what: "opening", occurrence, day: dayKey(occurrence.starts_at) }),
    onClosure: (closure: Closure) => setAsking({ what: "closure", closure }),
    onDay,
  };
  const columns = agenda ? shown.map((one) => weekDay(agenda, one, now, acts)) : [];
  const hours = hoursOf(columns);
  const nothing = agenda && agenda.occurrences.length + agenda.appointments.length === 0;
  const step = view === "day" && !phone ? 1 : 7;
  return (
    <Page
      title={phone ? "Agenda" : rangeTitle(shown)}
      aside={
        <Bar
          phone={phone}
          step={step}
          day={day}
          view={view}
          onDay={onDay}
          onView={onView}
          onOpen={() => setCreating(true)}
          onMore={(what) => setAsking({ what })}
        />
      }
    >
      {problem && (
        <Note tone="warn" alert>
          {problem}
        </Note>
      )}
      {!agenda && !error && <Skeletons shape="row" count={8} />}
      {agenda && phone && (
        <WeekStrip days={days} agenda={agenda} day={day} today={today} onDay={onDay} />
      )}
      {agenda && (
        <div className={classes.columns}>
          {!phone && (
            <div className={classes.week}>
              <div className={classes.scroll}>
                <Week
                  days={within(columns, hours)}
                  firstHour={hours.first}
                  lastHour={hours.last}
                  now={nowLine(now, hours)}
                  onDay={(at) => onDay(dayKey(at))}
                  chosen={instantAt(day, "12:00")}
                />
              </div>
              <Legend />
            </div>
          )}
          <aside className={classes.day}>
            {nothing && <Nothing onOpen={() => setCreating(true)} />}
            <DayList
              agenda={agenda}
              day={day}
              month={phone}
              onOpening={acts.onOpening}
              onClosure={acts.onClosure}
              onCloseTime={() => setAsking({ what: "close" })}
            />
          </aside>
        </div>
      )}
      {practices && (creating || asking?.what === "opening") && (
        <OpeningSheet
          occurrence={asking?.what === "opening" ? asking.occurrence : null}
          day={asking?.what === "opening" ? asking.day : day < today ? today : day}
          practices={practices}
          ends={{
            closeDay: (occurrence) => {
              ends.closeDay(occurrence);
              close();
            },
            closeForGood: (known) => {
              ends.closeForGood(known);
              close();
            },
          }}
          onClose={() => {
            close();
            setCreating(false);
            onOpened();
          }}
        />
      )}
      {asking?.what === "closure" && <ClosureSheet closure={asking.closure} onClose={close} />}
      {asking?.what === "close" && <CloseSheet day={day} onClose={close} />}
      {asking?.what === "free" && practices && (
        <FreeUntilSheet
          practices={practices}
          onClose={() => {
            close();
            onOpened();
          }}
        />
      )}
      {asking?.what === "copy" && <CopyWeekSheet day={day} onClose={close} />}
      {asking?.what === "calls" && <CallTimesSheet onClose={close} />}
      {asking?.what === "why" && <WhySheet professionalId={null} day={day} onClose={close} />}
    </Page>
  );
}

function rangeTitle(days: string[]): string {
  const [first, last] = [days[0], days.at(-1)].map((one) => instantAt(one ?? "", "12:00"));
  if (!first || !last) return "Agenda";
  return days.length === 1 ? capital(longDay(first)) : dayRange(first, last);
}

function nowLine(now: number, hours: { first: number; last: number }): number | null {
  const minute = minuteOfDay(now);
  return minute >= hours.first * 60 && minute <= hours.last * 60 ? minute : null;
}

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

type More = "free" | "copy" | "calls" | "why";

const MORE: { key: More; label: string }[] = [
  { key: "free", label: "Je suis libre jusqu’à…" },
  { key: "copy", label: "Copier la semaine" },
  { key: "calls", label: "Appels au-delà de l’agenda" },
  { key: "why", label: "Pourquoi une heure n’est pas libre ?" },
];

function Bar({ phone, step, day, view, onDay, onView, onOpen, onMore }: BarProps) {
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
        items={MORE.map((item) => ({ ...item, onSelect: () => onMore(item.key) }))}
      />
    </div>
  );
}

function Legend() {
  return (
    <p className={classes.legend} aria-hidden="true">
      <span data-look="opening">Ouvert</span>
      <span data-look="booked">Pris</span>
      <span data-look="held">Gardé</span>
      <span data-look="closed">Fermé</span>
    </p>
  );
}

function Nothing({ onOpen }: { onOpen: () => void }) {
  return (
    <EmptyState
      title="Rien d’ouvert cette semaine"
      action={
        <Button
          variant="tint"
          icon={<IconPlus size={20} stroke={1.75} aria-hidden="true" />}
          onClick={onOpen}
        >
          Ouvrir du temps
        </Button>
      }
    >
      Vous êtes sollicité quand même. Un créneau ouvert se donne d’un appui.
    </EmptyState>
  );
}
