import { Link } from "@tanstack/react-router";
import type { HospitalDischargeRequest } from "../../api";
import { useServerNow } from "../../clock";
import { DISCHARGE_NEED } from "../../discharge-words";
import { noonOf, relativeDay } from "../../time";
import { LinkGroup } from "../../ui/LinkGroup";
import { StatusBadge } from "../../ui/StatusBadge";
import { UnreadMark } from "../../ui/UnreadMark";
import { AGE_BAND } from "../../words";

import classes from "./Discharge.module.css";
import { MET } from "./Lines";

type DischargeListProps = {
  title: string;
  requests: readonly HospitalDischargeRequest[];
  /** How many messages one has not read, by request. */
  unread: ReadonlyMap<string, number>;
};

/** Discharges, each leading to its page; nothing while there is none. */
export function DischargeList({ title, requests, unread }: DischargeListProps) {
  return (
    <LinkGroup
      title={title}
      items={requests}
      className={classes.list}
      line={(request) => <DischargeLine request={request} unread={unread.get(request.id)} />}
    />
  );
}

function livesAndLeft({ lines }: HospitalDischargeRequest) {
  const live = lines.filter(({ state }) => state !== "line_dropped");
  return [live, live.filter(({ state }) => !MET.has(state))] as const;
}

/** "2 trouvés sur 3". */
export function metWord(request: HospitalDischargeRequest): string {
  const [live, left] = livesAndLeft(request);
  const found = live.length - left.length;
  return `${found} ${found > 1 ? "trouvés" : "trouvé"} sur ${live.length}`;
}

/** "2 trouvés sur 3, à trouver : kiné". */
function leftWord(request: HospitalDischargeRequest): string {
  const met = metWord(request);
  const [, left] = livesAndLeft(request);
  if (left.length === 0) return met;
  const needs = left.map(({ need }) => DISCHARGE_NEED[need].toLocaleLowerCase("fr"));
  return `${met}, à trouver\u00a0: ${needs.join(", ")}`;
}

type DischargeLineProps = { request: HospitalDischargeRequest; unread: number | undefined };

function DischargeLine({ request, unread }: DischargeLineProps) {
  const now = useServerNow();
  const when = `Sortie ${relativeDay(noonOf(request.planned_on), now)}`;
  const { age_band, sector, commune_name, late } = request;
  const who = [request.number, age_band && AGE_BAND[age_band], sector ?? commune_name];
  return (
    <>
      <div>
        <Link to="/sorties/$id" params={{ id: request.id }}>
          {when} · {who.filter(Boolean).join(", ")}
        </Link>{" "}
        <UnreadMark count={unread} />
        <small data-late={late || undefined}>
          {late ? `Pas d’infirmier, ${metWord(request)}` : leftWord(request)}
        </small>
      </div>
      <StatusBadge lifecycle="hospital_discharge" state={request.state} />
    </>
  );
}
