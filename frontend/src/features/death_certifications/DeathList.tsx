import { Link } from "@tanstack/react-router";
import type { DeathCertificationRequest } from "../../api";
import { useServerNow } from "../../clock";
import { hour, relativeHour } from "../../time";
import { LinkGroup } from "../../ui/LinkGroup";
import { StatusBadge } from "../../ui/StatusBadge";
import { UnreadMark } from "../../ui/UnreadMark";
import { DEATH_PLACE_WHERE } from "../../words";
import classes from "./DeathList.module.css";

type DeathListProps = {
  title: string;
  requests: readonly DeathCertificationRequest[];
  /** How many messages one has not read, by request. */
  unread: ReadonlyMap<string, number>;
};

/** Requests to certify a death, each leading to its page; nothing while there is none. */
export function DeathList({ title, requests, unread }: DeathListProps) {
  return (
    <LinkGroup
      title={title}
      items={requests}
      className={classes.root}
      line={(request) => <DeathLine request={request} unread={unread.get(request.id)} />}
    />
  );
}

type DeathLineProps = { request: DeathCertificationRequest; unread: number | undefined };

function DeathLine({ request, unread }: DeathLineProps) {
  const now = useServerNow();
  const { place_kind: kind, eta_at: eta } = request;
  const facts = [
    kind && DEATH_PLACE_WHERE[kind],
    request.sector ?? request.commune_name,
    relativeHour(request.created_at, now),
  ];
  return (
    <>
      <div>
        <Link to="/deces/$id" params={{ id: request.id }}>
          {request.number}
        </Link>{" "}
        <UnreadMark count={unread} />
        <small>{facts.filter(Boolean).join(" · ")}</small>
      </div>
      <StatusBadge
        lifecycle="death_certification"
        state={request.state}
        values={{ hour: eta ? hour(eta) : undefined }}
      />
    </>
  );
}
