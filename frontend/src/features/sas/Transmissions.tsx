import type { SasTransmission } from "../../api";
import { counted } from "../../figures";
import { Button } from "../../ui/Button";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { StatusBadge } from "../../ui/StatusBadge";
import { CellTime, lastColumns, sendingValues } from "../../ui/sendings";
import { TableHead } from "../../ui/TableHead";
import { Unread } from "../../ui/Unread";
import classes from "./Transmissions.module.css";
import { type TransmissionSearch, useRetry, useTransmissions } from "./transmissions";

type TransmissionsProps = {
  search: TransmissionSearch;
  onSearch: (change: Partial<TransmissionSearch>) => void;
};

function columns(
  retry: (row: SasTransmission) => void,
  retrying: string | null,
): Column<SasTransmission>[] {
  return [
    {
      key: "when",
      title: "Rendez-vous",
      width: "11rem",
      phone: "lead",
      cell: (row) => <CellTime at={row.starts_at} />,
    },
    {
      key: "who",
      title: "Avec",
      width: "20%",
      cell: (row) => row.professional.name,
    },
    {
      key: "said",
      title: "État",
      width: "7.5rem",
      phone: "aside",
      cell: (row) => <StatusBadge lifecycle="appointment" state={row.appointment_state} />,
    },
    {
      key: "state",
      title: "Plateforme",
      width: "14.5rem",
      cell: (row) => (
        <StatusBadge
          lifecycle="sas_transmission"
          state={row.state}
          values={sendingValues(row, row.sent_at)}
        />
      ),
    },
    ...lastColumns(retry, retrying),
  ];
}

/** What the SAS platform knows of the appointments that its regulators booked, and what it refused. */
export function Transmissions({ search, onSearch }: TransmissionsProps) {
  const list = useTransmissions(search);
  const retry = useRetry();
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <div className={classes.root}>
      <title>Plateforme SAS · Maillage</title>
      <TableHead
        title="Plateforme SAS"
        promise="Les rendez-vous pris par ses régulateurs, sans rien des patients."
      />
      <div className={classes.notes}>
        <Refusal error={retry.error} />
        {first && !first.connected && (
          <Note tone="warn">
            <b>Non raccordé&nbsp;:</b> rien ne part vers la plateforme. Les rendez-vous attendent
            ici que l’adresse et le certificat soient réglés sur le serveur.
          </Note>
        )}
      </div>
      <div className={classes.filters}>
        <Segments
          legend="Envoi"
          hideLegend
          options={[
            { value: "tous", label: "Tous" },
            { value: "attente", label: counted("En attente", first?.waiting) },
            { value: "refus", label: counted("Refusés", first?.failed) },
          ]}
          value={search.etat ?? "tous"}
          onChange={(etat) => onSearch({ etat: etat === "tous" ? undefined : etat })}
        />
      </div>
      {list.isPending && <Skeletons shape="row" count={8} />}
      <Unread title="Les envois n’ont pas pu être lus" list={list} />
      {first && rows.length === 0 && (
        <EmptyState
          title={search.etat === "refus" ? "Aucun refus" : "Rien à dire à la plateforme"}
          action={
            search.etat && (
              <Button onClick={() => onSearch({ etat: undefined })}>Montrer tous les envois</Button>
            )
          }
        >
          Chaque rendez-vous qu’un régulateur prend, et chacun de ses changements, apparaît ici.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Envois à la plateforme SAS"
          rows={rows}
          rowKey={(row) => row.id}
          columns={columns(
            (row) => retry.mutate(row),
            retry.isPending ? (retry.variables?.id ?? null) : null,
          )}
        />
      )}
      <ShowMore list={list} className={classes.more} />
    </div>
  );
}
