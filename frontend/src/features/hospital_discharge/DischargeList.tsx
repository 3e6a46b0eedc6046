import { Link } from "@tanstack/react-router";
import type { HospitalDischargeRequest } from "../../api";
import { useServerNow } from "../../clock";
import { DISCHARGE_NEED } from "../../discharge-words";
import { noonOf, relativeDay } from "../../time";
import { LinkGroup } from "../../ui/LinkGroup";
import { StatusBadge } from "../../ui/StatusBadge";
import { UnreadMark } from "../../ui/UnreadMark";

import classes from "./Discharge.module.css";

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

const MET = new Set(["line_found", "line_settled"]);

/** "2 trouvés sur 3, à trouver : kiné". */
export function metWord({ lines }: HospitalDischargeRequest): string {
  const live = lines.filter(({ state }) => state !== "line_dropped");
  const left = live.filter(({ state }) => !MET.has(state));
  const found = live.length - left.length;
  const met = `${found} ${found > 1 ? "trouvés" : "trouvé"} sur ${live.length}`;
  if (left.length === 0) return met;
  const needs = left.map(({ need }) => DISCHARGE_NEED[need].toLocaleLowerCase("fr"));
  return `${met}, à trouver\u00a0: ${needs.join(", ")}`;
}

type DischargeLineProps = { request: HospitalDischargeRequest; unread: number | undefined };

function DischargeLine({ request, unread }: DischargeLineProps) {
  const now = useServerNow();
  const when = `Sortie ${relativeDay(noonOf(request.planned_on), now)}`;
  return (
    <>
      <div>
        <Link to="/sorties/$id" params={{ id: request.id }}>
          {request.number} · {when}
        </Link>{" "}
        <UnreadMark count={unread} />
        <small>
          {[request.late && "pas d’infirmier", metWord(request)].filter(Boolean).join(" · ")}
        </small>
      </div>
      <StatusBadge lifecycle="hospital_discharge" state={request.state} />
    </>
  );
}
