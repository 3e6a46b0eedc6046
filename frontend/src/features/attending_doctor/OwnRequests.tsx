import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { AttendingDoctorRequest } from "../../api";
import { useServerNow } from "../../clock";
import { relativeDay } from "../../time";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { LinkGroup } from "../../ui/LinkGroup";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusBadge } from "../../ui/StatusBadge";
import { UnreadMark } from "../../ui/UnreadMark";
import { personWords } from "./attending-words";
import classes from "./OwnRequests.module.css";
import { useAttendingRequests } from "./requests";

type Unread = ReadonlyMap<string, number>;

/** Whom one made known, or took as a doctor, each leading to its page; `unread`: messages, by request. */
export function OwnRequests({ unread }: { unread: Unread }) {
  const { data, error } = useAttendingRequests("all");
  const open = data?.items.filter(({ closed_at }) => closed_at === null) ?? [];
  const closed = data?.items.filter(({ closed_at }) => closed_at !== null) ?? [];
  return (
    <Page
      title="Recherche de médecin traitant"
      column
      aside={
        <ButtonLink
          to="/medecin-traitant/nouvelle"
          variant="filled"
          size="small"
          icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
        >
          Nouvelle personne
        </ButtonLink>
      }
    >
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data?.items.length === 0 && (
        <EmptyState title="Personne pour l’instant" drawing>
          Les personnes que vous ferez connaître se suivent ici, jusqu’à leur médecin.
        </EmptyState>
      )}
      <Group title="En cours" requests={open} unread={unread} />
      <Group title="Closes" requests={closed} unread={unread} />
    </Page>
  );
}

type GroupProps = { title: string; requests: AttendingDoctorRequest[]; unread: Unread };

function Group({ title, requests, unread }: GroupProps) {
  return (
    <LinkGroup
      title={title}
      items={requests}
      className={classes.root}
      line={(request) => <Line request={request} unread={unread.get(request.id)} />}
    />
  );
}

type LineProps = { request: AttendingDoctorRequest; unread: number | undefined };

function Line({ request, unread }: LineProps) {
  const now = useServerNow();
  return (
    <>
      <div>
        <Link to="/medecin-traitant/$id" params={{ id: request.id }}>
          {request.number}
        </Link>{" "}
        <UnreadMark count={unread} />
        <small>
          {personWords(request)} · {relativeDay(request.created_at, now)}
        </small>
      </div>
      <StatusBadge lifecycle="attending_doctor" state={request.state} />
    </>
  );
}
