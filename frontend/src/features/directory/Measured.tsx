import { useServerNow } from "../../clock";
import { duration, millis } from "../../time";
import { useOwnNextSlots } from "./directory";
import classes from "./Profile.module.css";

/** What was measured from real agendas, apart from what people said of themselves. */
export function Measured({ professionalId }: { professionalId: string }) {
  const { data } = useOwnNextSlots(professionalId);
  const now = useServerNow();
  const slots = data?.items[0];
  const [next] = slots?.next ?? [];
  if (!slots || !next) return null;
  return (
    <section className={classes.card}>
      <h2>Mesuré, pas déclaré</h2>
      <dl className={classes.figures}>
        <div>
          <dt>Premier créneau libre</dt>
          <dd>dans {duration(Math.max(0, millis(next.starts_at) - now))}</dd>
        </div>
        <div>
          <dt>Créneaux libres sous 24&nbsp;h</dt>
          <dd>{slots.within_24_hours}</dd>
        </div>
      </dl>
    </section>
  );
}
