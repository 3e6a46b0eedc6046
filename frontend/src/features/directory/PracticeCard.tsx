import type { FactCheck, Practice } from "../../api";
import { Tag } from "../../ui/Tag";
import { WeekHours } from "../../ui/WeekHours";
import classes from "./Profile.module.css";
import { ACCESSIBILITY, checkLines } from "./page-words";

/** One place of practice: where, what it has, when it is open, and who said so. */
export function PracticeCard({ practice, checks }: { practice: Practice; checks: FactCheck[] }) {
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
      <WeekHours hours={practice.hours} />
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
