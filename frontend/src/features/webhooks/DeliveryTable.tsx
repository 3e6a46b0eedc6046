import type { WebhookDelivery } from "../../api";
import { type Column, DataTable } from "../../ui/DataTable";
import { StatusBadge } from "../../ui/StatusBadge";
import { CellTime, lastColumns, sendingValues } from "../../ui/sendings";
import { WEBHOOK_EVENT } from "./words";

type DeliveryTableProps = {
  rows: readonly WebhookDelivery[];
  retrying: string | null;
  onRetry: (row: WebhookDelivery) => void;
};

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
      cell: (row) => <CellTime at={row.occurred_at} />,
    },
    { key: "who", title: "Logiciel", width: "20%", cell: (row) => row.client_name },
    {
      key: "state",
      title: "État",
      width: "14.5rem",
      cell: (row) => (
        <StatusBadge
          lifecycle="webhook_delivery"
          state={row.state}
          values={sendingValues(row, row.delivered_at)}
        />
      ),
    },
    ...lastColumns(onRetry, retrying),
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
