import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Notification, NotificationKind } from "../../api";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { hour, relativeDay } from "../../time";
import { casePage } from "../../titles";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Segments } from "../../ui/Segments";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { Unread } from "../../ui/Unread";
import classes from "./Messages.module.css";
import { aboutWord, whatWord } from "./message-words";
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
      <Unread title="Les messages n’ont pas pu être lus" list={list} />
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

/** Where a message leads: to answer, to the request, or nowhere for those who may not open it. */
function leadsTo(message: Notification, answers: boolean): Place | null {
  const { kind, offer_id, offer_state, absence_id, case_id, case_number } = message;
  if (answers && offer_id && offer_state && offer_state !== "pending")
    return { to: `/a-repondre/${offer_id}` };
  if (answers && OFFERS.has(kind)) return { to: "/a-repondre" };
  if (ABSENCES.has(kind))
    return { to: "/absences", search: absence_id ? { absence: absence_id } : {} };
  const to = PAGES[kind] ?? (case_id === null ? null : casePage(case_number, case_id));
  return to === null ? null : { to };
}

type Place = { to: string; search?: { absence?: string } };

const OFFERS: ReadonlySet<NotificationKind> = new Set(["offer_made", "offer_reminder"]);

const ABSENCES: ReadonlySet<NotificationKind> = new Set([
  "people_to_call",
  "replacement_named",
  "member_left",
]);

const PAGES: Partial<Record<NotificationKind, string>> = {
  identity_read: "/traces",
  trail_broken: "/traces",
  factors_changed: "/double-authentification",
  code_tried_again: "/mes-connexions",
  password_changed: "/mes-connexions",
  new_device: "/mes-connexions",
  outside_calendar_lost: "/mes-agendas",
  earlier_time: "/suivi",
  no_show_to_follow: "/suivi",
  day_ahead: "/agenda",
  appointment_booked: "/agenda",
  appointment_cancelled: "/agenda",
  page_to_confirm: "/moi/fiche",
  welcomed: "/annuaire/nouvelles",
  webhook_disabled: "/logiciels",
  death_rota_gap: "/deces/astreinte",
  care_circle_changed: "/moi/cercles",
};

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
          if (to) void navigate(to);
        }}
      >
        <span className={classes.dot} aria-hidden="true" />
        <span className={classes.words}>
          <b>{whatWord(message, now)}</b>
          {unread && <span className="visually-hidden"> non lu</span>}
          <span className={classes.about}>{aboutWord(message, now)}</span>
        </span>
        <time dateTime={message.created_at} className={classes.when}>
          {day === "aujourd’hui" ? hour(message.created_at) : `${day} ${hour(message.created_at)}`}
        </time>
      </button>
    </li>
  );
}
