import { useState } from "react";
import type { Balance as Known, LoadPeriod } from "../../api";
import { Segments } from "../../ui/Segments";
import { DECLINE_REASON, LOAD_PERIOD } from "../../words";
import classes from "./Balance.module.css";
import { lasting, middle, useBalance } from "./fairness";

/** The choice of the weeks that are counted. */
export function Period(props: { value: LoadPeriod; onChange: (period: LoadPeriod) => void }) {
  const options = Object.entries(LOAD_PERIOD).map(([value, label]) => ({
    value: value as LoadPeriod,
    label,
  }));
  return <Segments legend="Période" hideLegend options={options} {...props} />;
}

/** What one gave and received, beside the middle of the members: facts, neither a score nor a ranking. */
export function Balance() {
  const [period, setPeriod] = useState<LoadPeriod>("week");
  const { data } = useBalance(period);
  return (
    <section className={classes.root} aria-labelledby="donne-recu">
      <h2 id="donne-recu">Donné, reçu</h2>
      <Period value={period} onChange={setPeriod} />
      {data && <Figures known={data} />}
    </section>
  );
}

function Figures({ known }: { known: Known }) {
  const { given, received, median, weekly_cap, left_this_week } = known;
  const left = left_this_week === 0 ? "atteint" : `reste ${left_this_week} cette semaine`;
  return (
    <>
      <dl className={classes.figures}>
        <Figure word="Sollicité" value={given.asked} among={median?.asked}>
          {given.seen > 0 && `${given.seen} vue${given.seen > 1 ? "s" : ""}`}
        </Figure>
        <Figure word="Accepté" value={given.accepted} among={median?.accepted}>
          {given.minutes > 0 && lasting(given.minutes)}
        </Figure>
        {given.slots > 0 && <Figure word="Donné par créneau" value={given.slots} />}
        <Figure word="Demandé" value={received.filed} among={median?.filed} />
        <Figure word="Trouvé" value={received.found} among={median?.found} />
        {received.slots > 0 && <Figure word="Pris par créneau" value={received.slots} />}
      </dl>
      {given.declined + given.lapsed > 0 && (
        <p className={classes.line}>
          {[
            ...given.decline_reasons.map(
              ({ reason, count }) => `${DECLINE_REASON[reason].toLowerCase()} ${count}`,
            ),
            ...(given.lapsed > 0 ? [`sans réponse ${given.lapsed}`] : []),
          ].join(" · ")}
        </p>
      )}
      <p className={classes.line}>
        Plafond de demandes {weekly_cap}, {left}.
        {median === null && " Trop peu de membres sollicités pour dire le milieu de la CPTS."}
      </p>
    </>
  );
}

type FigureProps = { word: string; value: number; among?: number; children?: string | false };

function Figure({ word, value, among, children }: FigureProps) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        <b>{value}</b>
        {children && <span>{children}</span>}
        {among !== undefined && <span>médiane {middle(among)}</span>}
      </dd>
    </div>
  );
}
