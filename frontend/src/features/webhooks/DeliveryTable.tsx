import type { WebhookDelivery } from "../../api";
import { serverNow } from "../../clock";
import { appointmentTime, atHour } from "../../time";
import { Button } from "../../ui/Button";
import { type Column, DataTable } from "../../ui/DataTable";
import { StatusBadge } from "../../ui/StatusBadge";
import type { StatusValues } from "../../words";
import classes from "./WebhookScreen.module.css";
import { WEBHOOK_EVENT } from "./words";

type DeliveryTableProps = {
  rows: readonly WebhookDelivery[];
  retrying: string | null;
  onRetry: (row: WebhookDelivery) => void;
};

/** What completes the words of the state: the next attempt and its hour, or when it was taken. */
function stateValues(row: WebhookDelivery): StatusValues {
  const { state, attempts, next_attempt_at, delivered_at } = row;
  if (state === "waiting" && attempts === 0) return {};
  const known = state === "waiting" ? next_attempt_at : delivered_at;
  return { hour: known ? atHour(known, serverNow()) : undefined, count: attempts + 1 };
}

/** The last messages to software: what, to whom, and what came of it. */
export function DeliveryTable({ rows, retrying, onRetry }: DeliveryTableProps) {
  const columns: Column<WebhookDelivery>[] = [
    {
      key: "what",
      title: "Étape",
      phone: "lead",
      cell: (row) => `${row.number}, ${WEBHOOK_EVENT[row.event_type]}`,
    },
    {
      key: "when",
      title: "Survenue",
      width: "11rem",
      cell: (row) => (
        <time className={classes.when} dateTime={row.occurred_at}>
          {appointmentTime(row.occurred_at, serverNow())}
        </time>
      ),
    },
    { key: "who", title: "Logiciel", width: "20%", cell: (row) => row.client_name },
    {
      key: "state",
      title: "État",
      width: "14.5rem",
      cell: (row) => (
        <StatusBadge lifecycle="webhook_delivery" state={row.state} values={stateValues(row)} />
      ),
    },
    {
      key: "why",
      title: "Pourquoi",
      cell: (row) => row.last_error && <span className={classes.why}>{row.last_error}</span>,
    },
    {
      key: "act",
      title: "Geste",
      hideTitle: true,
      width: "7.5rem",
      cell: (row) =>
        row.actions.includes("retry") && (
          <Button size="row" busy={retrying === row.id && "Envoi…"} onClick={() => onRetry(row)}>
            Renvoyer
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      label="Derniers messages aux logiciels"
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns}
    />
  );
}
