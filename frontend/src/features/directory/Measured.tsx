import { useServerNow } from "../../clock";
import { duration, hour, millis, relativeHour } from "../../time";
import { useOwnNextSlots } from "./directory";
import classes from "./Profile.module.css";

/** What was measured from real agendas, apart from what people said of themselves. */
export function Measured({ professionalId }: { professionalId: string }) {
  const { data } = useOwnNextSlots(professionalId);
  const now = useServerNow();
  const slots = data?.items[0];
  const [next] = slots?.next ?? [];
  // Nobody opens time for everybody: without any, nothing was measured.
  if (!data || !slots || !next) return null;
  return (
    <section className={classes.card}>
      <h2>Mesuré, pas déclaré</h2>
      <dl className={classes.figures}>
        <div>
          <dt>Peut recevoir sous 24&nbsp;h</dt>
          <dd>
            {slots.within_24_hours > 0 ? `oui, dès ${relativeHour(next.starts_at, now)}` : "non"}
          </dd>
        </div>
        <div>
          <dt>Premier créneau libre</dt>
          <dd>dans {duration(Math.max(0, millis(next.starts_at) - now))}</dd>
        </div>
        <div>
          <dt>Créneaux sous 24&nbsp;h</dt>
          <dd>{slots.within_24_hours}</dd>
        </div>
      </dl>
      <p className={classes.unknown}>Calculé à {hour(data.as_of)} sur ses plages ouvertes.</p>
    </section>
  );
}
