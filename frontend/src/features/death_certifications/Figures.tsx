import type {
  DeathCertificationFigures,
  DeathCertificationState,
  DeathDelay,
  DeathRequesterKind,
} from "../../api";
import { serverNow } from "../../clock";
import { dayKey, duration, monthAndYear } from "../../time";
import { Button, ButtonAnchor } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { STATUS } from "../../words";
import classes from "./Figures.module.css";
import { useFigures } from "./requests";
import { REQUESTER_KIND } from "./words";

type FiguresProps = { month: string | null; onMonth: (month: string | null) => void };

const MINUTE = 60_000;
const MONTHS = 12;
/** As in the table that leaves: too few to be said, or what would give such a number away. */
const HIDDEN = "non diffusé";

function otherMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = year * MONTHS + number - 1 + by;
  return `${Math.floor(at / MONTHS)}-${String((at % MONTHS) + 1).padStart(2, "0")}`;
}

const minutes = (value: number | null) => (value === null ? HIDDEN : duration(value * MINUTE));
const share = (value: number | null) =>
  value === null ? HIDDEN : `${Math.round(value * 100)}\u00a0%`;

/** Month by month: how many, how fast, by whom asked, how it ended. Nobody can be recognised. */
export function Figures({ month, onMonth }: FiguresProps) {
  const present = dayKey(serverNow()).slice(0, 7);
  const shown = month ?? present;
  const { data, error } = useFigures(shown);
  const go = (by: number) => {
    const other = otherMonth(shown, by);
    onMonth(other === present ? null : other);
  };
  return (
    <Page title="Constatations de décès, chiffres" column>
      <div className={classes.bar}>
        <Button size="small" onClick={() => go(-1)}>
          Mois précédent
        </Button>
        <h2 aria-live="polite">{monthAndYear(`${shown}-01`)}</h2>
        <Button size="small" disabled={shown >= present} onClick={() => go(1)}>
          Mois suivant
        </Button>
        <ButtonAnchor
          href={`/api/v1/death-certification-figures.csv?month=${shown}`}
          download
          size="small"
        >
          Tableur (CSV)
        </ButtonAnchor>
      </div>
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="row" count={6} />}
      {data && <Tables figures={data} />}
    </Page>
  );
}

function Tables({ figures }: { figures: DeathCertificationFigures }) {
  const delays: [string, DeathDelay][] = [
    ["jusqu’à l’acceptation", figures.to_acceptance],
    ["jusqu’à l’arrivée", figures.to_arrival],
    ["jusqu’au certificat", figures.to_certificate],
  ];
  return (
    <>
      <p className={classes.answer}>
        <b>{figures.requests}</b> {figures.requests > 1 ? "demandes" : "demande"} ce mois-ci
      </p>
      <table className={classes.table}>
        <caption>Combien de temps, depuis la demande&nbsp;?</caption>
        <thead>
          <tr>
            <th scope="col">Délai</th>
            <th scope="col">Mesurées</th>
            <th scope="col">Une sur deux</th>
            <th scope="col">Neuf sur dix</th>
          </tr>
        </thead>
        <tbody>
          {delays.map(([words, delay]) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td>{delay.measured}</td>
              <td>{minutes(delay.median_minutes)}</td>
              <td>{minutes(delay.p90_minutes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={classes.table}>
        <caption>Certificat fait à temps&nbsp;?</caption>
        <tbody>
          <tr>
            <th scope="row">en moins de 4 h</th>
            <td>{share(figures.under_4_hours)}</td>
          </tr>
          <tr>
            <th scope="row">en moins de 24 h</th>
            <td>{share(figures.under_24_hours)}</td>
          </tr>
        </tbody>
      </table>
      <Counts
        title="Qui a demandé ?"
        counts={figures.by_requester}
        words={(word) => REQUESTER_KIND[word as DeathRequesterKind] ?? word}
      />
      <Counts
        title="Comment cela a-t-il fini ?"
        counts={figures.by_outcome}
        words={(word) => STATUS.death_certification[word as DeathCertificationState]?.word ?? word}
      />
      <p className={classes.quiet}>
        Sous cinq demandes, un nombre n’est pas diffusé&nbsp;: nul ne doit pouvoir être reconnu.
      </p>
    </>
  );
}

type CountsProps = {
  title: string;
  counts: DeathCertificationFigures["by_outcome"];
  words: (word: string) => string;
};

function Counts({ title, counts, words }: CountsProps) {
  if (counts.length === 0) return null;
  return (
    <table className={classes.table}>
      <caption>{title}</caption>
      <tbody>
        {counts.map(({ word, count }) => (
          <tr key={word}>
            <th scope="row">{words(word)}</th>
            <td>{count ?? HIDDEN}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
