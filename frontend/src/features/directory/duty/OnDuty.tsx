import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Duty } from "../../../api";
import { listDutiesOptions } from "../../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../../clock";
import { phoneHref, phoneWords } from "../../../figures";
import { dayKey } from "../../../time";
import { StatusShape } from "../../../ui/StatusShape";
import classes from "../OpenNow.module.css";
import { byDay, dutyHours, isOnDuty } from "./duties";
import { DUTY_KIND } from "./duty-words";

const MOST = 200;

/** The rota of today: who is on duty, until when, and which number to call. */
export function OnDuty() {
  const now = useServerNow();
  const { data } = useQuery(listDutiesOptions({ query: { limit: MOST } }));
  const [today] = byDay(data?.items ?? [], now);
  if (!today || today.duties.length === 0) return null;
  return (
    <section className={classes.root} aria-labelledby="on-duty">
      <h2 id="on-duty" className={classes.title}>
        De garde aujourd’hui
      </h2>
      <ul>
        {today.duties.map((duty) => (
          <li key={duty.id} className={classes.line}>
            <StatusShape shape={isOnDuty(duty, now) ? "open" : "closed"} />
            <span className={classes.name}>
              <Named duty={duty} />{" "}
              <span className={classes.when}>
                {DUTY_KIND[duty.kind].toLowerCase()}, {dutyHours(duty, dayKey(now))}
              </span>
            </span>
            {duty.phone && (
              <a className={classes.reach} href={phoneHref(duty.phone)}>
                {phoneWords(duty.phone)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Named({ duty }: { duty: Duty }) {
  const name = <b>{duty.name}</b>;
  if (duty.organisation_id) {
    return (
      <Link to="/annuaire/structures/$id" params={{ id: duty.organisation_id }}>
        {name}
      </Link>
    );
  }
  return duty.professional_id ? (
    <Link to="/annuaire/$id" params={{ id: duty.professional_id }}>
      {name}
    </Link>
  ) : (
    name
  );
}
