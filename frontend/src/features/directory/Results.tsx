import type { ProfessionalHit } from "../../api";
import { count } from "../../figures";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Skeletons } from "../../ui/Skeletons";
import classes from "./Directory.module.css";
import type { Measured } from "./directory";
import { Result } from "./Result";

export type Found = {
  hits: ProfessionalHit[];
  total: number;
  slots: Measured;
  /** Who is seeing people now, and until when. */
  present: ReadonlyMap<string, string>;
  /** Still being read for the first time. */
  pending: boolean;
  /** Free slots are still being measured. */
  measuring: boolean;
  /** Only those free within 24 hours. */
  freeOnly: boolean;
  /** Nobody fitted all the filters: these are those found without them. */
  widened: boolean;
  /** Where distances are counted from. */
  from: string | null;
};

type ResultsProps = {
  found: Found;
  hovered: ReadonlySet<string>;
  onHover: (id: string | null) => void;
  onShowAll: () => void;
  more: { load: () => void; loading: boolean } | null;
};

function plural(number: number, word: string): string {
  return `${count(number)} ${word}${number > 1 ? "s" : ""}`;
}

/** Who is free within 24 hours, as measured. */
export function isFree(hit: ProfessionalHit, slots: Measured): boolean {
  return (slots.get(hit.professional.id)?.within_24_hours ?? 0) > 0;
}

/** The list of the directory: how many, from where they are counted, and each of them. */
export function Results({ found, hovered, onHover, onShowAll, more }: ResultsProps) {
  const { hits, total, slots, freeOnly, widened } = found;
  if (found.pending || (freeOnly && found.measuring)) {
    return <Skeletons shape="result" count={6} />;
  }
  if (total === 0) {
    return (
      <EmptyState title="Personne à ces mots">
        Essayez une profession, un besoin, ou le début d’un nom.
      </EmptyState>
    );
  }
  const shown = freeOnly ? hits.filter((hit) => isFree(hit, slots)) : hits;
  const others = hits.length - shown.length;
  return (
    <>
      {widened && (
        <p className={classes.widened} role="status">
          Personne ne correspond à tous ces filtres. Voici les réponses sans eux.
        </p>
      )}
      <div className={classes.summary}>
        <h2 aria-live="polite">
          {freeOnly
            ? `${plural(shown.length, "réponse")}, libres sous 24\u00a0h`
            : plural(total, "réponse")}
        </h2>
        {found.from && <span>distance depuis {found.from}</span>}
      </div>
      <ul>
        {shown.map((hit) => (
          <Result
            key={hit.professional.id}
            hit={hit}
            slots={slots.get(hit.professional.id)}
            presentUntil={found.present.get(hit.professional.id)}
            hovered={hovered.has(hit.professional.id)}
            onHover={onHover}
          />
        ))}
      </ul>
      {freeOnly && others > 0 && (
        <p className={classes.others}>
          {plural(others, "autre")}, sans créneau sous 24&nbsp;h.{" "}
          <button type="button" className={classes.link} onClick={onShowAll}>
            {others > 1 ? "Les montrer" : "Montrer"}
          </button>
        </p>
      )}
      {more && (
        <div className={classes.more}>
          <Button size="small" busy={more.loading && "Lecture…"} onClick={more.load}>
            Montrer la suite
          </Button>
        </div>
      )}
    </>
  );
}
