import { IconDeviceDesktopOff } from "@tabler/icons-react";
import type { TeleconsultationFigures } from "../../../api";
import { serverNow, useServerNow } from "../../../clock";
import { dayKey, duration, monthAndYear } from "../../../time";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { Page } from "../../../ui/Page";
import { Refusal } from "../../../ui/Refusal";
import { Skeletons } from "../../../ui/Skeletons";
import { STATUS } from "../../../words";
import { otherMonth } from "../../regulation/proof-words";
import classes from "./Bookings.module.css";
import { useFigures, useKiosks } from "./booking-reads";
import { kioskWord } from "./booking-words";

type FiguresProps = { month: string | null; onMonth: (month: string | null) => void };

const MINUTE = 60_000;

/** Month by month: how many teleconsultations, where, at what hour, how they ended; and the kiosks now. */
export function Figures({ month, onMonth }: FiguresProps) {
  const present = dayKey(serverNow()).slice(0, 7);
  const shown = month ?? present;
  const { data, error } = useFigures(shown);
  const go = (by: number) => {
    const other = otherMonth(shown, by);
    onMonth(other === present ? null : other);
  };
  return (
    <Page title="Téléconsultations, chiffres" column back={<BackLink to="/teleconsultations" />}>
      <Kiosks />
      <div className={classes.bar}>
        <Button size="small" aria-label="Mois précédent" onClick={() => go(-1)}>
          Précédent
        </Button>
        <h2 aria-live="polite">{monthAndYear(`${shown}-01`)}</h2>
        <Button
          size="small"
          aria-label="Mois suivant"
          disabled={shown >= present}
          onClick={() => go(1)}
        >
          Suivant
        </Button>
      </div>
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="row" count={6} />}
      {data && <Tables figures={data} />}
    </Page>
  );
}

function share(part: number, whole: number): string {
  return whole === 0
    ? "aucune commencée"
    : `${Math.round((part / whole) * 100)}\u00a0%, ${part} sur ${whole}`;
}

function Tables({ figures }: { figures: TeleconsultationFigures }) {
  const { bookings, minutes_to_start: minutes } = figures;
  return (
    <>
      <p>
        <b>{bookings}</b> {bookings > 1 ? "réservations" : "réservation"} ce mois-ci
      </p>
      <Table
        title="Par qui, et en combien de temps ?"
        lines={[
          ["par un médecin du territoire", share(figures.doctors_of_territory, figures.doctors)],
          [
            "« dès que possible » : délai médian jusqu’au début",
            minutes === null ? "aucun encore" : duration(minutes * MINUTE),
          ],
        ]}
      />
      <Table
        title="Comment cela a-t-il fini ?"
        lines={figures.outcomes.map((one) => [
          STATUS.teleconsultation[one.state].word,
          String(one.bookings),
        ])}
      />
      <Table
        title="Où ?"
        lines={figures.sites.map((one) => [
          one.site_name,
          `${one.bookings}, dont ${one.finished} ${one.finished > 1 ? "faites" : "faite"}`,
        ])}
      />
      <Table
        title="À quelle heure ?"
        lines={figures.hours.map((one) => [`${one.hour}:00`, String(one.bookings)])}
      />
    </>
  );
}

function Table({ title, lines }: { title: string; lines: [string, string][] }) {
  if (lines.length === 0) return null;
  return (
    <table className={classes.table}>
      <caption>{title}</caption>
      <tbody>
        {lines.map(([words, figure]) => (
          <tr key={words}>
            <th scope="row">{words}</th>
            <td className={classes.figure}>{figure}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The kiosks of the territory, those that are silent first. */
function Kiosks() {
  const now = useServerNow();
  const { data } = useKiosks();
  if (!data || data.kiosks.length === 0) return null;
  return (
    <section className={classes.group} aria-label="Bornes">
      <h2>
        Bornes <span>{data.kiosks.length}</span>
      </h2>
      <ul>
        {data.kiosks.map((kiosk) => (
          <li key={`${kiosk.site_id}${kiosk.client_name}`} className={classes.row}>
            <span>
              {kiosk.is_silent && (
                <IconDeviceDesktopOff size={20} stroke={1.75} aria-hidden="true" />
              )}
            </span>
            <div className={classes.what}>
              <b>{kiosk.site_name}</b>
              <small>{[kiosk.client_name, kiosk.version_label].filter(Boolean).join(", ")}</small>
            </div>
            <span className={kiosk.is_silent || kiosk.clock_is_wrong ? classes.late : undefined}>
              {kioskWord(kiosk, now)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
