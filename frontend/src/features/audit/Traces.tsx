import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { AuditEntry } from "../../api";
import { listAuditEntriesInfiniteOptions } from "../../api/@tanstack/react-query.gen";
import { serverNow } from "../../clock";
import { hourToTheSecond, relativeDay } from "../../time";
import { Button, ButtonAnchor } from "../../ui/Button";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { FilterChip } from "../../ui/FilterChip";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import { TableHead } from "../../ui/TableHead";
import { Unread } from "../../ui/Unread";
import { ChainLine } from "./ChainLine";
import classes from "./Traces.module.css";
import { actionWords, detailWords, isForced, subjectWords, TRACE_FILTERS } from "./words";

const ACTOR = { account: "une personne", client: "un logiciel", system: "Maillage" } as const;

function when(instant: string): string {
  const day = relativeDay(instant, serverNow());
  const time = hourToTheSecond(instant);
  return day === "aujourd’hui" ? time : `${day} ${time}`;
}

/** The last letters of an id: enough to tell two apart, and to find one again. */
function short(id: string | null): string {
  return id === null ? "" : id.slice(-6);
}

function who({ actor_name, actor_kind, actor_id }: AuditEntry): string {
  if (actor_name !== null) return actor_name;
  return actor_kind === "system" ? ACTOR.system : `${ACTOR[actor_kind]} (${short(actor_id)})`;
}

function onBehalfOf({ on_behalf_of_name, on_behalf_of_id }: AuditEntry): string {
  return on_behalf_of_name ?? `${ACTOR.account} (${short(on_behalf_of_id)})`;
}

const columns = (onSubject: (id: string) => void): Column<AuditEntry>[] => [
  {
    key: "at",
    title: "Heure",
    width: "9rem",
    phone: "aside",
    cell: (row) => <time dateTime={row.at}>{when(row.at)}</time>,
  },
  {
    key: "who",
    title: "Qui",
    width: "22%",
    cell: (row) =>
      row.on_behalf_of_id === null ? who(row) : `${who(row)} pour ${onBehalfOf(row)}`,
  },
  {
    key: "what",
    title: "A fait",
    width: "24%",
    phone: "lead",
    cell: (row) => (
      <b className={classes.what}>
        {isForced(row) && <StatusShape shape="soon" />} {actionWords(row)}
      </b>
    ),
  },
  {
    key: "on",
    title: "Sur",
    width: "16%",
    cell: ({ subject_id, subject_kind }) => {
      const words = `${subjectWords(subject_kind)} ${short(subject_id)}`;
      if (subject_id === null) return words;
      return (
        <button type="button" className={classes.subject} onClick={() => onSubject(subject_id)}>
          {words}
        </button>
      );
    },
  },
  {
    key: "detail",
    title: "Pourquoi",
    phone: "hidden",
    cell: (row) => <span className={classes.detail}>{detailWords(row)}</span>,
  },
];

export type TraceFilters = {
  /** Only acts of this kind. */
  action?: string | undefined;
  /** Only what was done or read of this person, request… : its history. */
  subject?: string | undefined;
};

type TracesProps = { filters: TraceFilters; onFilters: (filters: TraceFilters) => void };

function tableOf({ action, subject }: TraceFilters): string {
  const query = new URLSearchParams({
    ...(action && { action }),
    ...(subject && { subject_id: subject }),
  });
  return `/api/v1/audit-entries.csv?${query}`;
}

/** Who did or read what, newest first. Nothing here can be changed, by anybody. */
export function Traces({ filters, onFilters }: TracesProps) {
  const { action, subject } = filters;
  const list = useInfiniteQuery({
    ...listAuditEntriesInfiniteOptions({ query: { action, subject_id: subject } }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={classes.root}>
      <title>Traces · Maillage</title>
      <TableHead
        title="Traces"
        promise="Les lignes s’ajoutent, aucune ne se modifie ni ne s’efface ici."
      >
        <ButtonAnchor href={tableOf(filters)} download size="small">
          Tableau pour Excel
        </ButtonAnchor>
      </TableHead>
      <div className={classes.chain}>
        <ChainLine />
      </div>
      <div className={classes.filters}>
        {subject !== undefined && (
          <FilterChip on onChange={() => onFilters({ action })}>
            Historique de {short(subject)}
          </FilterChip>
        )}
        {TRACE_FILTERS.map((filter) => (
          <FilterChip
            key={filter.action}
            on={action === filter.action}
            onChange={(on) => onFilters({ subject, action: on ? filter.action : undefined })}
          >
            {filter.label}
          </FilterChip>
        ))}
      </div>
      {list.isPending && <Skeletons shape="row" count={12} />}
      <Unread title="Les traces n’ont pas pu être lues" list={list} />
      {list.data && rows.length === 0 && (
        <EmptyState
          title="Aucune trace ici"
          action={
            (action ?? subject) !== undefined && (
              <Button onClick={() => onFilters({})}>Montrer toutes les traces</Button>
            )
          }
        >
          Chaque lecture d’identité et chaque geste laissent une ligne.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Traces"
          columns={columns((id) => onFilters({ action, subject: id }))}
          rows={rows}
          rowKey={(row) => row.id}
        />
      )}
      <ShowMore list={list} className={classes.more} />
    </div>
  );
}
