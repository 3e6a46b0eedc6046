import { IconRefresh } from "@tabler/icons-react";
import type { Delivery, DeliveryChannel } from "../../api";
import { counted } from "../../figures";
import { useMe } from "../../session";
import { hour } from "../../time";
import { useSidebarAsRail } from "../../ui/AppShell";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { FilterChip } from "../../ui/FilterChip";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { TableHead } from "../../ui/TableHead";
import { Unread } from "../../ui/Unread";
import classes from "./Deliveries.module.css";
import { DeliveryPanel } from "./DeliveryPanel";
import { CHANNELS, type DeliverySearch, useDeliveries, useRetry } from "./deliveries";
import { CHANNEL_ICON, deliveryColumns, euros } from "./delivery-columns";
import { DELIVERY_CHANNEL } from "./words";

type DeliveriesProps = {
  search: DeliverySearch;
  onSearch: (change: Partial<DeliverySearch>) => void;
};

const NOT_TAKEN: Record<DeliveryChannel, string> = {
  screen: "Des messages attendent.",
  email: "Le serveur de courrier n’a pas pris tous les messages.",
  sms: "La plateforme de SMS n’a pas pris tous les messages.",
  push: "Un service de notification n’a pas pris tous les messages.",
};

/** Which way out is in trouble. */
function notTaken(waiting: Delivery[]): string {
  const [channel, other] = new Set(waiting.map((one) => one.channel));
  return channel && !other ? NOT_TAKEN[channel] : "Des messages n’ont pas été pris.";
}

/** What went out, to whom, and what came of it: nothing is sent that cannot be read here. */
export function Deliveries({ search, onSearch }: DeliveriesProps) {
  const list = useDeliveries(search);
  const retry = useRetry();
  const opens = useMe().scopes.includes("board:read");
  useSidebarAsRail(search.envoi !== undefined);
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const again = rows.filter((one) => one.actions.includes("retry"));
  const waiting = rows.filter((one) => one.state === "queued" && one.attempts > 0);
  const soonest = waiting.map((one) => one.next_attempt_at).filter((at) => at !== null)[0];

  async function retryAll() {
    for (const one of again) await retry.mutateAsync(one);
  }

  return (
    <div className={classes.root}>
      <title>Envois · Maillage</title>
      <div className={classes.main} data-panel={search.envoi !== undefined || undefined}>
        <TableHead title="Envois" promise="Aucun message ne porte un nom ni une adresse.">
          {again.length > 1 && (
            <Button
              icon={<IconRefresh size={18} stroke={1.75} aria-hidden="true" />}
              busy={retry.isPending && "Envoi…"}
              onClick={() => void retryAll().catch(() => undefined)}
            >
              Tout réessayer
            </Button>
          )}
        </TableHead>
        <div className={classes.notes}>
          <Refusal error={retry.error} />
          {waiting.length > 0 && (
            <Banner kind="provider_down">
              <b>{notTaken(waiting)}</b>{" "}
              {waiting.length > 1 ? `${waiting.length} envois attendent` : "1 envoi attend"}
              {soonest ? `, prochain essai à ${hour(soonest)}.` : "."} Les demandes suivent leur
              cours.
            </Banner>
          )}
          {first?.demo_only && (
            <Note tone="accent">
              <b>Rien ne part d’ici&nbsp;:</b> en démonstration, les messages se lisent sur cette
              page.
            </Note>
          )}
        </div>
        <div className={classes.filters}>
          <Segments
            legend="État"
            hideLegend
            options={[
              { value: "tous", label: "Tous" },
              { value: "attente", label: counted("En attente", first?.queued) },
              { value: "echec", label: counted("En échec", first?.failed) },
            ]}
            value={search.etat ?? "tous"}
            onChange={(etat) => onSearch({ etat: etat === "tous" ? undefined : etat })}
          />
          {CHANNELS.map((channel) => {
            const Icon = CHANNEL_ICON[channel];
            return (
              <FilterChip
                key={channel}
                on={search.par === channel}
                icon={<Icon size={16} stroke={1.75} aria-hidden="true" />}
                onChange={(on) => onSearch({ par: on ? channel : undefined })}
              >
                {DELIVERY_CHANNEL[channel]}
              </FilterChip>
            );
          })}
          {first && (
            <span className={classes.today}>
              Aujourd’hui&nbsp;: {first.today} envois. Ce mois&nbsp;: {first.month_sms} SMS,{" "}
              {euros(first.month_cost_cents)}
            </span>
          )}
        </div>
        {list.isPending && <Skeletons shape="row" count={12} />}
        <Unread title="Les envois n’ont pas pu être lus" list={list} />
        {first && rows.length === 0 && (
          <EmptyState
            title={search.etat === "echec" ? "Aucun échec" : "Aucun envoi ici"}
            action={
              (search.etat || search.par) && (
                <Button onClick={() => onSearch({ etat: undefined, par: undefined })}>
                  Montrer tous les envois
                </Button>
              )
            }
          >
            Les messages apparaissent ici dès qu’ils partent.
          </EmptyState>
        )}
        {rows.length > 0 && (
          <DataTable
            label="Envois"
            rows={rows}
            rowKey={(row) => row.id}
            selected={search.envoi}
            columns={deliveryColumns({
              opens,
              open: (row) => onSearch({ envoi: row.id }),
              retry: (row) => retry.mutate(row),
              retrying: retry.isPending ? (retry.variables?.id ?? null) : null,
            })}
          />
        )}
        <ShowMore list={list} className={classes.more} />
      </div>
      {search.envoi !== undefined && (
        <DeliveryPanel
          key={search.envoi}
          id={search.envoi}
          onClose={() => onSearch({ envoi: undefined })}
        />
      )}
    </div>
  );
}
