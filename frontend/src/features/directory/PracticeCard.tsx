import type { FactCheck, Practice, WeeklyHours } from "../../api";
import { useServerNow } from "../../clock";
import { dayKey } from "../../time";
import { Tag } from "../../ui/Tag";
import classes from "./Profile.module.css";
import { ACCESSIBILITY, checkLines } from "./page-words";

const DAYS = [
  "lundi",
  "mardi",
  "mercredi",
  "jeudi",
  "vendredi",
  "samedi",
  "dimanche",
  "jours fériés",
];
const EVERY_DAY = 7;

/** `8:30–12:00`, from `08:30` and `12:00`. */
function range({ from_time, to_time }: WeeklyHours): string {
  const short = (time: string) => time.replace(/^0/, "");
  return `${short(from_time)}–${short(to_time)}`;
}

/** 1 = Monday … 7 = Sunday, on the calendar of the territory. */
function weekdayOf(instant: number): number {
  return new Date(dayKey(instant)).getUTCDay() || EVERY_DAY;
}

/** One place of practice: where, what it has, when it is open, and who said so. */
export function PracticeCard({ practice, checks }: { practice: Practice; checks: FactCheck[] }) {
  const today = weekdayOf(useServerNow());
  const { hours } = practice;
  const days = DAYS.map((name, index) => ({
    name,
    number: index + 1,
    text: hours
      .filter((one) => one.weekday === index + 1)
      .map(range)
      .join(", "),
  })).filter((one) => one.number <= EVERY_DAY || one.text !== "");
  return (
    <section className={classes.card}>
      <h2>{practice.name ?? "Lieu d’exercice"}</h2>
      <p className={classes.address}>
        {[
          practice.address_line,
          [practice.postal_code, practice.commune_name].filter(Boolean).join(" "),
        ]
          .filter(Boolean)
          .join(", ")}
      </p>
      {practice.accessibility.length > 0 && (
        <p className={classes.tags}>
          {practice.accessibility.map((word) => (
            <Tag key={word}>{ACCESSIBILITY[word]}</Tag>
          ))}
        </p>
      )}
      {hours.length === 0 ? (
        <p className={classes.unknown}>Horaires non renseignés.</p>
      ) : (
        <dl className={classes.rows}>
          {days.map((one) => (
            <div key={one.name} data-today={one.number === today || undefined}>
              <dt>{one.number === today ? `${one.name}, aujourd’hui` : one.name}</dt>
              <dd>{one.text || "fermé"}</dd>
            </div>
          ))}
        </dl>
      )}
      <Checked checks={checks} />
    </section>
  );
}

/** Who said what is on this card, and when. */
export function Checked({ checks }: { checks: FactCheck[] }) {
  if (checks.length === 0) return null;
  return (
    <ul className={classes.checks}>
      {checkLines(checks).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
