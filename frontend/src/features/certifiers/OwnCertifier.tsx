import type { OwnCertifier as Own } from "../../api";
import { StatusShape } from "../../ui/StatusShape";
import { categoryWords, standing } from "./certifier-words";
import { useOwnCertifier } from "./certifiers";
import classes from "./OwnCertifier.module.css";
import { spanWords } from "./rota-words";

const SHIFTS_SHOWN = 4;

/** On one's own page: whether one may certify deaths, what the coordination still has to check, and when
 * one is on the rota. Nothing for who neither volunteers nor has a dossier. */
export function OwnCertifier() {
  const { data } = useOwnCertifier();
  if (!data || (!data.certifier.volunteers && data.certifier.version === 0)) return null;
  return <Card own={data} />;
}

function Card({ own: { certifier, shifts } }: { own: Own }) {
  const { shape, word } = standing(certifier);
  const more = shifts.length - SHIFTS_SHOWN;
  const toCheck = certifier.lacks.some((lack) => lack !== "not_volunteering");
  return (
    <section className={classes.card} aria-labelledby="certificateur">
      <h2 id="certificateur">Constatations de décès</h2>
      <p className={classes.now}>
        <StatusShape shape={shape} />
        {word}
      </p>
      <p className={classes.help}>
        {categoryWords(certifier)}.
        {toCheck && " La coordination vérifie votre dossier\u00a0: appelez-la pour le compléter."}
      </p>
      {shifts.length > 0 && (
        <div>
          <h3>Mes astreintes</h3>
          <ul className={classes.shifts}>
            {shifts.slice(0, SHIFTS_SHOWN).map((shift) => (
              <li key={shift.id}>{spanWords(shift)}</li>
            ))}
            {more > 0 && <li>{more === 1 ? "et une autre" : `et ${more} autres`}</li>}
          </ul>
        </div>
      )}
    </section>
  );
}
