import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Notification, NotificationKind } from "../../api";
import { useServerNow } from "../../clock";
import { problemSentence } from "../../problems";
import { useMe } from "../../session";
import { appointmentTime, hour, relativeDay } from "../../time";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Segments } from "../../ui/Segments";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { NEED, NOTIFICATION_KIND } from "../../words";
import classes from "./Messages.module.css";
import { useMarkRead, useMessages } from "./messages";

/** What the product told me on screen: each leads to what it is about. */
export function Messages() {
  const [unreadOnly, setUnreadOnly] = useState(false);
  const list = useMessages(unreadOnly);
  const read = useMarkRead();
  const first = list.data?.pages[0];
  const messages = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = messages.filter((message) => message.read_at === null);
  return (
    <Page
      title="Messages"
      column
      aside={
        unread.length > 1 && (
          <Button
            size="small"
            busy={read.isPending && "Envoi…"}
            onClick={() => read.mutate(unread)}
          >
            Tout est lu
          </Button>
        )
      }
    >
      <p className={classes.ways}>
        <Link to="/moi/notifications">Mes notifications</Link>&nbsp;: ce qui part aussi par e-mail,
        SMS ou sur vos appareils.
      </p>
      <Segments
        legend="Montrer"
        hideLegend
        options={[
          { value: "all", label: "Tous" },
          { value: "unread", label: first?.unread ? `Non lus ${first.unread}` : "Non lus" },
        ]}
        value={unreadOnly ? "unread" : "all"}
        onChange={(value) => setUnreadOnly(value === "unread")}
      />
      {list.isPending && <Skeletons shape="result" count={6} />}
      {list.isError && !first && (
        <EmptyState
          title="Les messages n’ont pas pu être lus"
          action={<Button onClick={() => void list.refetch()}>Réessayer</Button>}
        >
          {problemSentence(list.error)}
        </EmptyState>
      )}
      {first && messages.length === 0 && (
        <EmptyState title={unreadOnly ? "Rien à lire" : "Aucun message"}>
          Ce qui change dans vos demandes arrive ici, et par e-mail quand il faut agir.
        </EmptyState>
      )}
      {messages.length > 0 && (
        <ul className={classes.list}>
          {messages.map((message) => (
            <Line key={message.id} message={message} onRead={() => read.mutate([message])} />
          ))}
        </ul>
      )}
      <ShowMore list={list} />
    </Page>
  );
}

const ABSENCES: ReadonlySet<Notification["kind"]> = new Set([
  "people_to_call",
  "replacement_named",
  "member_left",
]);

/** Where a message leads: to answer, to the request, or nowhere for those who may not open it. */
function leadsTo(message: Notification, answers: boolean): string | null {
  const asks = ASKS.has(message.kind);
  if (answers && asks) return "/a-repondre";
  if (message.kind === "identity_read") return "/traces";
  if (message.kind === "outside_calendar_lost") return "/mes-agendas";
  if (message.kind === "earlier_time" || message.kind === "no_show_to_follow") return "/suivi";
  if (message.kind === "day_ahead") return "/agenda";
  if (ABSENCES.has(message.kind)) return "/absences";
  if (message.kind === "page_to_confirm") return "/moi/fiche";
  if (message.kind === "welcomed") return "/annuaire/nouvelles";
  return message.case_id === null ? null : `/demandes/${message.case_id}`;
}

function Line({ message, onRead }: { message: Notification; onRead: () => void }) {
  const now = useServerNow();
  const navigate = useNavigate();
  const to = leadsTo(message, useMe().scopes.includes("offers:answer"));
  const unread = message.read_at === null;
  const day = relativeDay(message.created_at, now);
  return (
    <li>
      <button
        type="button"
        className={classes.line}
        data-unread={unread || undefined}
        onClick={() => {
          if (unread) onRead();
          if (to) void navigate({ to });
        }}
      >
        <span className={classes.dot} aria-hidden="true" />
        <span className={classes.words}>
          <b>{NOTIFICATION_KIND[message.kind]}</b>
          {unread && <span className="visually-hidden"> non lu</span>}
          <span className={classes.about}>{about(message, now)}</span>
        </span>
        <time dateTime={message.created_at} className={classes.when}>
          {day === "aujourd’hui" ? hour(message.created_at) : `${day} ${hour(message.created_at)}`}
        </time>
      </button>
    </li>
  );
}

/** Kinds that ask for an answer before an hour. */
const ASKS: ReadonlySet<NotificationKind> = new Set([
  "offer_made",
  "offer_reminder",
  "earlier_time",
]);

/** `SNP-1185 · Pédiatrie · Centre · rendez-vous lun. 9:00`. */
function about(message: Notification, now: number): string {
  const asks = ASKS.has(message.kind);
  return [
    message.case_number,
    message.need && NEED[message.need],
    message.sector,
    message.starts_at &&
      `${message.kind === "replacement_named" ? "début" : "rendez-vous"} ${appointmentTime(message.starts_at, now)}`,
    asks && message.due_at && `répondre avant ${appointmentTime(message.due_at, now)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
