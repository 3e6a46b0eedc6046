import { Link } from "@tanstack/react-router";
import type { SecondOpinionRequest } from "../../api";
import { useServerNow } from "../../clock";
import { atHour, relativeHour } from "../../time";
import { opinionTitle } from "../../titles";
import { LinkGroup } from "../../ui/LinkGroup";
import { StatusBadge } from "../../ui/StatusBadge";
import { UnreadMark } from "../../ui/UnreadMark";
import classes from "./OpinionList.module.css";
import { askedWords } from "./words";

type OpinionListProps = {
  title: string;
  requests: readonly SecondOpinionRequest[];
  /** How many messages one has not read, by request. */
  unread: ReadonlyMap<string, number>;
};

/** Requests for an opinion, each leading to its page; nothing while there is none. */
export function OpinionList({ title, requests, unread }: OpinionListProps) {
  return (
    <LinkGroup
      title={title}
      items={requests}
      className={classes.root}
      line={(request) => <OpinionLine request={request} unread={unread.get(request.id)} />}
    />
  );
}

type OpinionLineProps = { request: SecondOpinionRequest; unread: number | undefined };

function OpinionLine({ request, unread }: OpinionLineProps) {
  const now = useServerNow();
  const whom = request.is_mine ? askedWords(request) : request.requester_name;
  const at = request.appointment?.starts_at;
  return (
    <>
      <div>
        <Link to="/avis/$id" params={{ id: request.id }}>
          {opinionTitle(request.specialty_label, request.age_band)}
        </Link>{" "}
        <UnreadMark count={unread} />
        <small>{[request.number, whom, relativeHour(request.created_at, now)].join(" · ")}</small>
      </div>
      <StatusBadge
        lifecycle="second_opinion"
        state={request.state}
        values={{ hour: at ? atHour(at, now) : undefined }}
      />
    </>
  );
}
