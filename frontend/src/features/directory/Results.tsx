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
  /** Only those free within 24 hours. */
  freeOnly: boolean;
  /** Nobody fitted all the filters: these are those found without them. */
  widened: boolean;
  /** Who fits but has no free time within 24 hours. */
  others: number;
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

/** The list of the directory: how many, from where they are counted, and each of them. */
export function Results({ found, hovered, onHover, onShowAll, more }: ResultsProps) {
  const { hits, total, slots, freeOnly, widened, others } = found;
  if (found.pending) return <Skeletons shape="result" count={6} />;
  if (total === 0) {
    return others > 0 ? (
      <EmptyState title="Personne de libre sous 24 h">
        <Others count={others} onShow={onShowAll} />
      </EmptyState>
    ) : (
      <EmptyState title="Personne à ces mots">
        Essayez une profession, un besoin, ou le début d’un nom.
      </EmptyState>
    );
  }
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
            ? `${plural(total, "réponse")}, libres sous 24\u00a0h`
            : plural(total, "réponse")}
        </h2>
        {found.from && <span>distance depuis {found.from}</span>}
      </div>
      <ul>
        {hits.map((hit) => (
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
          <Others count={others} onShow={onShowAll} />
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

/** How many fit without free time, and the way to see them. */
function Others({ count: others, onShow }: { count: number; onShow: () => void }) {
  return (
    <>
      {plural(others, "autre")}, sans créneau sous 24&nbsp;h.{" "}
      <button type="button" className={classes.link} onClick={onShow}>
        {others > 1 ? "Les montrer" : "Montrer"}
      </button>
    </>
  );
}
