import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { RequestView, UnscheduledCareRequest } from "../../api";
import { useServerNow } from "../../clock";
import { problemSentence } from "../../problems";
import { appointmentTime, hour, relativeDay } from "../../time";
import { requestTitle } from "../../titles";
import { Button, ButtonLink } from "../../ui/Button";
import { Deadline } from "../../ui/Deadline";
import { EmptyState } from "../../ui/EmptyState";
import { LinkGroup } from "../../ui/LinkGroup";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Segments } from "../../ui/Segments";
import { Skeletons } from "../../ui/Skeletons";
import { StatusBadge } from "../../ui/StatusBadge";
import { UnreadMark } from "../../ui/UnreadMark";
import classes from "./RequestList.module.css";
import { useRequests } from "./requests";

const VIEWS = [
  { value: "mine", label: "Que j’ai faites" },
  { value: "taken", label: "Que j’ai prises" },
] as const satisfies { value: RequestView; label: string }[];

type RequestListProps = {
  view: "mine" | "taken";
  onView: (view: "mine" | "taken") => void;
  /** Only those who answer offers take requests. */
  takes: boolean;
  /** How many messages one has not read, by request. */
  unread: Unread;
};

type Unread = ReadonlyMap<string, number>;

/** The requests one made or follows, or took: those under way first, each leading to its thread. */
export function RequestList({ view, onView, takes, unread }: RequestListProps) {
  const { data, isError, error, refetch } = useRequests(view);
  const open = data?.items.filter(({ closed_at }) => closed_at === null) ?? [];
  const closed = data?.items.filter(({ closed_at }) => closed_at !== null) ?? [];
  return (
    <Page
      title="Mes demandes"
      aside={
        <span className={classes.desk}>
          <ButtonLink
            to="/demander"
            variant="filled"
            icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
          >
            Demander des soins
          </ButtonLink>
        </span>
      }
    >
      {takes && (
        <Segments legend="Lesquelles" hideLegend options={VIEWS} value={view} onChange={onView} />
      )}
      {isError && (
        <Note tone="warn" alert>
          {problemSentence(error)} <Button onClick={() => refetch()}>Réessayer</Button>
        </Note>
      )}
      {!data && !isError && <Skeletons shape="row" count={6} />}
      {data && data.items.length === 0 && (
        <EmptyState title="Aucune demande pour l’instant" drawing>
          {view === "mine"
            ? "Celles que vous ferez se suivent ici, étape par étape, jusqu’à la réponse."
            : "Celles que vous accepterez se retrouvent ici, avec leur fil."}
        </EmptyState>
      )}
      <Group title="En cours" requests={open} unread={unread} />
      <Group title="Closes" requests={closed} unread={unread} />
    </Page>
  );
}

type GroupProps = { title: string; requests: UnscheduledCareRequest[]; unread: Unread };

function Group({ title, requests, unread }: GroupProps) {
  return (
    <LinkGroup
      title={title}
      items={requests}
      className={classes.group}
      line={(request) => <RequestLine request={request} unread={unread.get(request.id)} />}
    />
  );
}

type RequestLineProps = { request: UnscheduledCareRequest; unread: number | undefined };

function RequestLine({ request, unread }: RequestLineProps) {
  const now = useServerNow();
  const { clock, appointment, created_at: at } = request;
  const day = relativeDay(at, now);
  const facts = [
    request.number,
    request.sector ?? request.commune_name,
    day === "aujourd’hui" ? hour(at) : `${day} ${hour(at)}`,
  ];
  return (
    <>
      <div>
        <Link to="/demandes/$id" params={{ id: request.id }}>
          {requestTitle(request.need, request.age_band)}
        </Link>{" "}
        <UnreadMark count={unread} />
        <small>{facts.filter(Boolean).join(" · ")}</small>
      </div>
      <div>
        <StatusBadge
          lifecycle="unscheduled_care"
          state={request.state}
          values={{
            count: request.waves ?? undefined,
            hour: appointment ? appointmentTime(appointment.starts_at, now) : undefined,
          }}
        />
        {request.professional && <small>{request.professional.name}</small>}
      </div>
      {clock && request.closed_at === null && (
        <Deadline
          kind="answer"
          look="text"
          dueAt={clock.due_at}
          startedAt={clock.started_at}
          pausedAt={clock.paused_at}
          about={request.number}
        />
      )}
    </>
  );
}
