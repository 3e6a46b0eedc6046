import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { AgendaOccurrence, Appointment, Closure } from "../../api";
import { useServerNow } from "../../clock";
import { capital } from "../../figures";
import { problemSentence } from "../../problems";
import { addDays, dayKey, dayRange, instantAt, longDay, minuteOfDay, mondayOf } from "../../time";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Segments } from "../../ui/Segments";
import { Skeletons } from "../../ui/Skeletons";
import { usePhone } from "../../ui/usePhone";
import classes from "./Agenda.module.css";
import { AgendaBar, type AgendaView, type More } from "./AgendaBar";
import { useAgenda, useAppointmentAct, usePractices } from "./agenda";
import { daysOfWeek, hoursOf, weekDay, within } from "./agenda-week";
import { DayList } from "./DayList";
import type { FormDraft } from "./editor/EditableWeek";
import type { GiveWhat } from "./GiveSheet";
import { moveSoon } from "./moving";
import { useOpeningEnds } from "./opening-ends";
import { WeekStrip } from "./WeekStrip";

// A phone shows its list first, and reads the grid when it is wanted.
const EditableWeek = lazy(() => import("./editor/EditableWeek"));
// What is opened now and then is read when it is.
const AbsenceSheet = lazy(async () => ({
  default: (await import("./absence/AbsenceSheet")).AbsenceSheet,
}));
const CallTimesSheet = lazy(async () => ({
  default: (await import("./CallTimesSheet")).CallTimesSheet,
}));
const CloseSheet = lazy(async () => ({ default: (await import("./ClosureSheets")).CloseSheet }));
const ClosureSheet = lazy(async () => ({
  default: (await import("./ClosureSheets")).ClosureSheet,
}));
const CopyWeekSheet = lazy(async () => ({
  default: (await import("./CopyWeekSheet")).CopyWeekSheet,
}));
const FreeUntilSheet = lazy(async () => ({
  default: (await import("./FreeUntilSheet")).FreeUntilSheet,
}));
const GiveSheet = lazy(() => import("./GiveSheet"));
const MoveSheet = lazy(() => import("./MoveSheet"));
const OpeningSheet = lazy(async () => ({ default: (await import("./OpeningSheet")).OpeningSheet }));
const WhySheet = lazy(async () => ({ default: (await import("./WhySheet")).WhySheet }));

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
  /** An absence was said: what it met is on a page of its own. */
  onAbsence: (id: string) => void;
};

type Asking =
  | { what: "opening"; occurrence: AgendaOccurrence | null; day: string; draft?: FormDraft }
  | { what: "closure"; closure: Closure }
  | { what: "close" }
  | { what: "move"; appointment: Appointment }
  | { what: "give"; given: GiveWhat }
  | { what: "absence"; closed?: Closure }
  | { what: "free" | "copy" | "calls" | "why" };

/** A phone shows one day: as a list, or as the grid to draw in. */
const PHONE_VIEWS: { value: AgendaView; label: string }[] = [
  { value: "week", label: "Liste" },
  { value: "day", label: "Grille" },
];

/** One's own time: a week beside its day on a desk, a day under its week on a phone. */
export function AgendaScreen(props: AgendaScreenProps) {
  const { view, onDay, onView, opening, onOpened, onAbsence } = props;
  const now = useServerNow();
  const today = dayKey(now);
  const day = props.day ?? today;
  const monday = mondayOf(day);
  const phone = usePhone();
  const { data, error } = useAgenda(monday, addDays(monday, 6));
  const ends = useOpeningEnds();
  const act = useAppointmentAct();
  const agenda = data && ends.without(data);
  const { data: practices } = usePractices();
  const [asking, setAsking] = useState<Asking | null>(props.free ? { what: "free" } : null);
  const [creating, setCreating] = useState(opening);
  const days = daysOfWeek(agenda, monday, day);
  const shown = view === "day" ? [day] : days;
  const grid = !phone || view === "day";
  const close = () => setAsking(null);
  const refused = error ?? act.error;
  const problem = refused ? problemSentence(refused) : ends.problem;
  const acts = {
    onOpening: (occurrence: AgendaOccurrence) =>
      setAsking({ what: "opening", occurrence, day: dayKey(occurrence.starts_at) }),
    onClosure: (closure: Closure) => setAsking({ what: "closure", closure }),
    onDay,
  };
  function more(what: More) {
    if (what === "give")
      setAsking({ what, given: { slot: null, day: day < today ? today : day, time: "" } });
    else setAsking({ what });
  }
  const away = (closed?: Closure) => setAsking({ what: "absence", closed });
  const columns = agenda ? shown.map((one) => weekDay(agenda, one, now, acts)) : [];
  const hours = hoursOf(columns);
  const nothing = agenda && agenda.occurrences.length + agenda.appointments.length === 0;
  const step = view === "day" && !phone ? 1 : 7;
  return (
    <Page
      title={phone ? "Agenda" : rangeTitle(shown)}
      aside={
        <AgendaBar
          phone={phone}
          step={step}
          day={day}
          view={view}
          onDay={onDay}
          onView={onView}
          onOpen={() => setCreating(true)}
          onMore={more}
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
        <>
          <WeekStrip days={days} agenda={agenda} day={day} today={today} onDay={onDay} />
          <Segments legend="Vue" hideLegend options={PHONE_VIEWS} value={view} onChange={onView} />
        </>
      )}
      {agenda && (
        <div className={classes.columns}>
          {grid && practices && (
            <div className={classes.week}>
              <Suspense fallback={<Skeletons shape="row" count={8} />}>
                <EditableWeek
                  key={`${shown[0]}-${shown.length}`}
                  agenda={agenda}
                  days={shown}
                  columns={within(columns, hours)}
                  hours={hours}
                  now={now}
                  minuteNow={nowLine(now, hours)}
                  practices={practices}
                  chosen={instantAt(day, "12:00")}
                  headless={phone}
                  legend={<Legend />}
                  onDay={(at) => onDay(dayKey(at))}
                  onForm={(occurrence, on, draft) =>
                    setAsking({ what: "opening", occurrence, day: on, draft })
                  }
                  onCloseDay={ends.closeDay}
                  onCloseForGood={({ opening: known }) => ends.closeForGood(known)}
                  onGive={(on, time) =>
                    setAsking({ what: "give", given: { slot: null, day: on, time } })
                  }
                  onMove={(appointment) => setAsking({ what: "move", appointment })}
                />
              </Suspense>
            </div>
          )}
          {!(phone && grid) && (
            <aside className={classes.day}>
              {nothing && <Nothing onOpen={() => setCreating(true)} />}
              <DayList
                agenda={agenda}
                day={day}
                month={phone}
                onOpening={acts.onOpening}
                onClosure={acts.onClosure}
                onGive={(slot, of) => setAsking({ what: "give", given: { slot, opening: of } })}
                onCloseTime={() => setAsking({ what: "close" })}
              />
            </aside>
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {practices && (creating || asking?.what === "opening") && (
          <OpeningSheet
            occurrence={asking?.what === "opening" ? asking.occurrence : null}
            draft={asking?.what === "opening" ? asking.draft : undefined}
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
        {asking?.what === "closure" && (
          <ClosureSheet closure={asking.closure} onAbsence={away} onClose={close} />
        )}
        {asking?.what === "close" && <CloseSheet day={day} onAbsence={away} onClose={close} />}
        {asking?.what === "free" && practices && (
          <FreeUntilSheet
            running={agenda?.free_now ?? null}
            practices={practices}
            onClose={() => {
              close();
              onOpened();
            }}
          />
        )}
        {asking?.what === "copy" && <CopyWeekSheet day={day} onClose={close} />}
        {asking?.what === "calls" && <CallTimesSheet onClose={close} />}
        {asking?.what === "absence" && (
          <AbsenceSheet
            day={day}
            closed={asking.closed}
            forMember={false}
            onSaid={(absence) => onAbsence(absence.id)}
            onClose={close}
          />
        )}
        {asking?.what === "give" && practices && (
          <GiveSheet what={asking.given} practices={practices} onClose={close} />
        )}
        {asking?.what === "move" && (
          <MoveSheet
            appointment={asking.appointment}
            onMove={(to, at) => {
              const { appointment } = asking;
              moveSoon({ appointment, to, at, now }, (doing) => act.mutate(doing));
              close();
            }}
            onClose={close}
          />
        )}
        {asking?.what === "why" && <WhySheet professionalId={null} day={day} onClose={close} />}
      </Suspense>
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

function Legend() {
  return (
    <p className={classes.legend} aria-hidden="true">
      <span data-look="opening">Ouvert</span>
      <span data-look="booked">Pris</span>
      <span data-look="held">Gardé</span>
      <span data-look="closed">Fermé</span>
      <span data-look="busy">Occupé ailleurs</span>
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
