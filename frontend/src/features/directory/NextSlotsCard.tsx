import type { SlotTime } from "../../api";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { day, dayKey, dayOfMonth, daysBetween, hour, longDay } from "../../time";
import { Skeletons } from "../../ui/Skeletons";
import { useOwnNextSlots } from "./directory";
import classes from "./NextSlotsCard.module.css";

const COLUMNS = 5;
const EACH = 4;

type Column = { key: string; first: string; slots: SlotTime[] };

function byDay(slots: SlotTime[]): Column[] {
  const days = new Map<string, Column>();
  for (const slot of slots) {
    const key = dayKey(slot.starts_at);
    const column = days.get(key) ?? { key, first: slot.starts_at, slots: [] };
    column.slots.push(slot);
    days.set(key, column);
  }
  return [...days.values()].slice(0, COLUMNS);
}

/** The next free slots, computed at the moment of the answer; nothing for those who may not read agendas. */
export function NextSlotsCard({ professionalId }: { professionalId: string }) {
  const may = useMe().scopes.includes("availability:read");
  const { data, isPending, isError } = useOwnNextSlots(professionalId);
  const now = useServerNow();
  if (!may || isError) return null;
  const next = data?.items[0]?.next ?? [];
  return (
    <section className={classes.root} aria-labelledby="next-slots">
      <header className={classes.head}>
        <h2 id="next-slots">Prochains créneaux</h2>
        {data && <span>vérifiés à {hour(data.as_of)}</span>}
      </header>
      {isPending && <Skeletons shape="line" count={3} />}
      {data && next.length === 0 && <p className={classes.none}>Aucun créneau dans les 7 jours.</p>}
      <div className={classes.days}>
        {byDay(next).map((column) => (
          <div key={column.key}>
            <h3 className={classes.day}>
              <span aria-hidden="true">
                {daysBetween(now, column.first) === 0
                  ? `auj. ${dayOfMonth(column.first)}`
                  : day(column.first)}
              </span>
              <span className="visually-hidden">{longDay(column.first)}</span>
            </h3>
            <ul>
              {column.slots.slice(0, EACH).map((slot) => (
                <li key={slot.slot_id} className={classes.slot}>
                  {hour(slot.starts_at)}
                </li>
              ))}
              {column.slots.length > EACH && (
                <li className={classes.others}>{others(column.slots.length - EACH)}</li>
              )}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function others(count: number): string {
  return `et ${count} autre${count > 1 ? "s" : ""}`;
}
