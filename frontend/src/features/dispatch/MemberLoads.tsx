import type { ReactNode } from "react";
import type { LoadPeriod, MemberLoad } from "../../api";
import { problemSentence } from "../../problems";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { SelectField } from "../../ui/SelectField";
import { Skeletons } from "../../ui/Skeletons";
import { MEMBER_REACH } from "../../words";
import { Period } from "./Balance";
import { balanceOf, inOrder, type LoadOrder, middle, useMemberLoads } from "./fairness";
import classes from "./MemberLoads.module.css";

const ORDER: Record<LoadOrder, string> = {
  name: "Nom",
  asked: "Les plus sollicités",
  accepted: "Les plus d’acceptations",
  silent: "Les plus de silences",
  balance: "Reçoivent plus qu’ils ne donnent",
  cap: "Près du plafond",
};

function signed(value: number): string {
  if (value === 0) return "0";
  return value > 0 ? `+${value}` : `−${-value}`;
}

const COLUMNS: Column<MemberLoad>[] = [
  {
    key: "name",
    title: "Membre",
    phone: "lead",
    cell: ({ professional }) => (
      <span>
        {professional.name} <span className={classes.quiet}>{professional.profession_label}</span>
      </span>
    ),
  },
  {
    key: "reach",
    title: "Maintenant",
    width: "9.5rem",
    phone: "aside",
    cell: ({ reach }) => <span className={classes.quiet}>{MEMBER_REACH[reach]}</span>,
  },
  figure("asked", "Sollicité", ({ given }) => given.asked),
  figure("answered", "Répondu", ({ given }) => given.accepted + given.declined),
  figure("accepted", "Accepté", ({ given }) => given.accepted),
  figure("slots", "Créneaux", ({ given }) => given.slots),
  figure("found", "Reçu", ({ received }) => received.found + received.slots),
  figure("balance", "Solde", (row) => signed(balanceOf(row))),
  figure("cap", "Semaine", (row) => `${row.accepted_this_week} sur ${row.weekly_cap}`),
];

/** A column of figures; on a phone, where headings are not shown, each says what it is. */
function figure(
  key: string,
  title: string,
  value: (row: MemberLoad) => number | string,
): Column<MemberLoad> {
  return {
    key,
    title,
    width: "6rem",
    cell: (row) => (
      <span className={classes.figure}>
        <span className={classes.word}>{title} </span>
        {value(row)}
      </span>
    ),
  };
}

type MemberLoadsProps = {
  period: LoadPeriod;
  order: LoadOrder;
  onChange: (change: { period?: LoadPeriod; order?: LoadOrder }) => void;
  /** The way to the hours opened, for who may read them. */
  proofs?: ReactNode;
};

/** Who is asked, who answers and who carries: counts only, for whoever balances the load. */
export function MemberLoads({ period, order, onChange, proofs }: MemberLoadsProps) {
  const { data, error } = useMemberLoads(period);
  const rows = inOrder(data?.items ?? [], order);
  return (
    <Page title="Charge" aside={proofs}>
      <div className={classes.root}>
        <div className={classes.filters}>
          <Period value={period} onChange={(chosen) => onChange({ period: chosen })} />
          <SelectField
            label="Trier par"
            value={order}
            options={Object.entries(ORDER).map(([value, label]) => ({
              value: value as LoadOrder,
              label,
            }))}
            onChange={(chosen) => chosen !== "" && onChange({ order: chosen })}
          />
        </div>
        {error && (
          <Note tone="warn" alert>
            {problemSentence(error)}
          </Note>
        )}
        {!data && !error && <Skeletons shape="row" count={8} />}
        {data && (
          <p className={classes.quiet}>
            {data.median
              ? `Au milieu des ${data.median.members} membres concernés : sollicité ${middle(data.median.asked)}, accepté ${middle(data.median.accepted)}, reçu ${middle(data.median.found)}.`
              : "Trop peu de membres concernés pour dire un milieu."}{" "}
            Peu de demandes disent peu de chose : regardez plusieurs semaines.
          </p>
        )}
        {data && rows.length === 0 && (
          <EmptyState title="Aucun membre">
            Les professionnels qui adhèrent à la CPTS paraîtront ici.
          </EmptyState>
        )}
        {rows.length > 0 && (
          <DataTable
            label="Charge des membres"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ professional }) => professional.id}
          />
        )}
      </div>
    </Page>
  );
}
