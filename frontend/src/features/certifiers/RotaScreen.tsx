import { IconChevronLeft, IconChevronRight, IconCopy, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { DeathRota, RotaCopy, RotaShift } from "../../api";
import { useServerNow } from "../../clock";
import { addDays, dayKey, instantAt, longDay, millis, mondayOf } from "../../time";
import { announce } from "../../ui/announce";
import { Button, ButtonLink } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import classes from "./RotaScreen.module.css";
import { useCopyWeek, useRota } from "./rota";
import {
  type Band,
  copyWords,
  daysOf,
  gapWord,
  hoursIn,
  type RotaDay,
  shiftFault,
  spanWords,
} from "./rota-words";
import { ShiftSheet } from "./ShiftSheet";

const WEEK = 7;
const GAPS_NAMED = 3;
const BAND_HOURS = { Jour: "8 h – 20 h", Nuit: "20 h – 8 h" } as const;

type RotaScreenProps = {
  /** Any day of the week that is looked at; null: the present one. */
  week: string | null;
  onWeek: (monday: string | null) => void;
};

/** What is being written: a shift, or a new one in a band. */
type Editing = { shift: RotaShift | null; starts_at: string; ends_at: string };

/** The week of those who certify deaths: who is on, by day and by night, and where somebody is missing. */
export function RotaScreen({ week, onWeek }: RotaScreenProps) {
  const now = useServerNow();
  const monday = mondayOf(week ?? dayKey(now));
  const { data, error } = useRota(monday);
  const [editing, setEditing] = useState<Editing | null>(null);
  const last = addDays(monday, WEEK - 1);
  return (
    <Page
      title="Astreinte décès"
      aside={
        <ButtonLink to="/deces/certificateurs" size="small">
          Dossiers
        </ButtonLink>
      }
    >
      <div className={classes.root}>
        <Refusal error={error} />
        {data && <Ahead rota={data} onWeek={onWeek} />}
        <nav className={classes.bar} aria-label="Semaine">
          <Button
            size="small"
            aria-label="Semaine précédente"
            icon={<IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => onWeek(addDays(monday, -WEEK))}
          />
          <Button size="small" onClick={() => onWeek(null)}>
            Cette semaine
          </Button>
          <Button
            size="small"
            aria-label="Semaine suivante"
            icon={<IconChevronRight size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => onWeek(addDays(monday, WEEK))}
          />
          <h2 className={classes.week}>
            Du {noon(monday)} au {noon(last)}
          </h2>
          {millis(instantAt(addDays(last, 1), "08:00")) > millis(now) && (
            <CopyWeek key={monday} monday={monday} />
          )}
        </nav>
        {!data && !error && <Skeletons shape="row" count={7} />}
        {data && (
          <ol className={classes.days}>
            {daysOf(monday, data.shifts, data.gaps).map((one) => (
              <Day key={one.day} of={one} onEdit={setEditing} />
            ))}
          </ol>
        )}
      </div>
      {editing && (
        <ShiftSheet
          shift={editing.shift}
          starts={editing.starts_at}
          ends={editing.ends_at}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

function noon(day: string): string {
  return longDay(instantAt(day, "12:00"));
}

/** Where somebody is missing soon, whatever week is looked at. */
function Ahead({ rota, onWeek }: { rota: DeathRota; onWeek: (monday: string) => void }) {
  const [first] = rota.gaps_ahead;
  if (!first) {
    return (
      <Note tone="ok" icon={<StatusShape shape="agreed" size={18} />}>
        L’astreinte est couverte pour les jours qui viennent.
      </Note>
    );
  }
  const more = rota.gaps_ahead.length - GAPS_NAMED;
  return (
    <Note tone="warn" icon={<StatusShape shape="soon" size={18} />}>
      <b>Il manque quelqu’un d’astreinte.</b>
      <ul className={classes.ahead}>
        {rota.gaps_ahead.slice(0, GAPS_NAMED).map((gap) => (
          <li key={gap.starts_at}>
            <button
              type="button"
              className={classes.link}
              onClick={() => onWeek(mondayOf(dayKey(gap.starts_at)))}
            >
              {spanWords(gap)}
            </button>
          </li>
        ))}
        {more > 0 && <li>{more === 1 ? "et une autre fois" : `et ${more} autres fois`}</li>}
      </ul>
    </Note>
  );
}

/** Fills the week that is looked at as the one before, and says what could not be copied. */
function CopyWeek({ monday }: { monday: string }) {
  const copy = useCopyWeek();
  const [copied, setCopied] = useState<RotaCopy | null>(null);
  const words = copied && copyWords(copied);
  return (
    <>
      <Button
        size="small"
        icon={<IconCopy size={18} stroke={1.75} aria-hidden="true" />}
        busy={copy.isPending && "Copie…"}
        onClick={() =>
          copy.mutate(
            { from_on: addDays(monday, -WEEK), to_on: monday },
            {
              onSuccess: (answer) => {
                setCopied(answer);
                announce(copyWords(answer).done);
              },
            },
          )
        }
      >
        Copier la semaine précédente
      </Button>
      <div className={classes.said}>
        <Refusal error={copy.error} />
        {words && (
          <Note tone={words.left.length > 0 ? "warn" : "neutral"}>
            {words.done}
            {words.left.length > 0 && (
              <ul>
                {words.left.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
          </Note>
        )}
      </div>
    </>
  );
}

type DayProps = { of: RotaDay; onEdit: (editing: Editing) => void };

function Day({ of, onEdit }: DayProps) {
  const now = useServerNow();
  const name = noon(of.day);
  return (
    <li className={classes.day} data-today={of.day === dayKey(now) || undefined}>
      <h3>{name}</h3>
      {of.bands.map((band) => (
        <BandCell key={band.key} band={band} day={name} onEdit={onEdit} />
      ))}
    </li>
  );
}

type BandProps = { band: Band; day: string; onEdit: (editing: Editing) => void };

function BandCell({ band, day, onEdit }: BandProps) {
  const over = millis(band.ends_at) <= millis(useServerNow());
  const [gap] = band.gaps;
  const free = gap ?? band;
  return (
    <section
      className={classes.band}
      data-night={band.title === "Nuit" || undefined}
      data-over={over || undefined}
      aria-label={`${day}, ${band.title.toLowerCase()}`}
    >
      <h4>
        {band.title} <span>{BAND_HOURS[band.title]}</span>
      </h4>
      {band.shifts.map((shift) => (
        <Shift
          key={shift.id}
          shift={shift}
          band={band}
          onEdit={() => onEdit({ shift, starts_at: shift.starts_at, ends_at: shift.ends_at })}
        />
      ))}
      {band.gaps.map((one) => (
        <p key={one.starts_at} className={classes.gap}>
          <StatusShape shape="soon" />
          <span>
            {gapWord(one, band)} <span>{hoursIn(one, band)}</span>
          </span>
        </p>
      ))}
      {!over && (
        <span className={classes.add}>
          <Button
            size="row"
            variant={gap ? "tint" : "quiet"}
            icon={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
            aria-label={`Ajouter, ${day}, ${band.title.toLowerCase()}`}
            onClick={() =>
              onEdit({ shift: null, starts_at: free.starts_at, ends_at: free.ends_at })
            }
          >
            Ajouter
          </Button>
        </span>
      )}
    </section>
  );
}

type ShiftProps = { shift: RotaShift; band: Band; onEdit: () => void };

function Shift({ shift, band, onEdit }: ShiftProps) {
  const fault = shiftFault(shift);
  const hours = hoursIn(shift, band);
  return (
    <button
      type="button"
      className={classes.shift}
      data-fault={fault ? true : undefined}
      onClick={onEdit}
    >
      <b>{shift.professional.name}</b>
      {hours && <span>{hours}</span>}
      {fault && (
        <span className={classes.fault}>
          <StatusShape shape="miss" size={14} />
          {fault}
        </span>
      )}
    </button>
  );
}
