import {
  IconBell,
  IconDeviceMobile,
  IconMail,
  IconMessage,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Delivery, DeliveryChannel } from "../../api";
import { serverNow } from "../../clock";
import { hour, relativeDay } from "../../time";
import { Button } from "../../ui/Button";
import type { Column } from "../../ui/DataTable";
import { StatusBadge } from "../../ui/StatusBadge";
import type { StatusValues } from "../../words";
import classes from "./Deliveries.module.css";
import { DELIVERY_CHANNEL } from "./words";

export const CHANNEL_ICON: Record<DeliveryChannel, TablerIcon> = {
  screen: IconBell,
  email: IconMail,
  sms: IconMessage,
  push: IconDeviceMobile,
};

/** What completes the words of the state: the attempt and its hour, or when it arrived. */
export function stateValues(delivery: Delivery): StatusValues {
  const at = {
    queued: delivery.next_attempt_at,
    delivered: delivery.delivered_at,
    read: delivery.read_at,
  }[delivery.state as string];
  const known = at ?? delivery.sent_at;
  return {
    hour: known ? hour(known) : undefined,
    count:
      delivery.state === "queued"
        ? delivery.attempts + 1
        : delivery.attempts > 1
          ? delivery.attempts
          : undefined,
  };
}

const EUROS = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });

/** A price in cents: `0,05 €`. */
export function euros(cents: number): string {
  return EUROS.format(cents / 100);
}

/** `10:41`, `hier 18:02`. */
export function sentAt(instant: string): string {
  const when = relativeDay(instant, serverNow());
  return when === "aujourd’hui" ? hour(instant) : `${when} ${hour(instant)}`;
}

type Acts = {
  /** May open the request a message is about. */
  opens: boolean;
  open: (delivery: Delivery) => void;
  retry: (delivery: Delivery) => void;
  /** The one being tried again. */
  retrying: string | null;
};

/** The columns of the list of sendings. */
export function deliveryColumns({ opens, open, retry, retrying }: Acts): Column<Delivery>[] {
  return [
    {
      key: "at",
      title: "Heure",
      width: "7.5rem",
      phone: "aside",
      cell: (row) => <time dateTime={row.created_at}>{sentAt(row.created_at)}</time>,
    },
    {
      key: "channel",
      title: "Par",
      width: "6.5rem",
      cell: (row) => {
        const Icon = CHANNEL_ICON[row.channel];
        return (
          <span className={classes.channel}>
            <Icon size={16} stroke={1.75} aria-hidden="true" />
            {DELIVERY_CHANNEL[row.channel]}
          </span>
        );
      },
    },
    { key: "to", title: "À", width: "18%", cell: (row) => row.recipient_name },
    {
      key: "subject",
      title: "Message",
      phone: "lead",
      cell: (row) => (
        <button type="button" className={classes.subject} onClick={() => open(row)}>
          {row.subject}
        </button>
      ),
    },
    {
      key: "case",
      title: "Demande",
      width: "7rem",
      cell: (row) =>
        opens && row.case_id ? (
          <Link to="/demandes/$id" params={{ id: row.case_id }} className={classes.case}>
            {row.case_number}
          </Link>
        ) : (
          row.case_number
        ),
    },
    {
      key: "state",
      title: "État",
      width: "14.5rem",
      cell: (row) => (
        <StatusBadge lifecycle="delivery" state={row.state} values={stateValues(row)} />
      ),
    },
    {
      key: "act",
      title: "Geste",
      hideTitle: true,
      width: "7.5rem",
      cell: (row) =>
        row.actions.includes("retry") ? (
          <Button size="row" busy={retrying === row.id && "Envoi…"} onClick={() => retry(row)}>
            Réessayer
          </Button>
        ) : (
          row.cost_cents !== null && <span className={classes.cost}>{euros(row.cost_cents)}</span>
        ),
    },
  ];
}
