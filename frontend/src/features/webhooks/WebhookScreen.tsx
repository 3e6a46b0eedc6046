import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { counted } from "../../figures";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { TableHead } from "../../ui/TableHead";
import { Unread } from "../../ui/Unread";
import { DeliveryTable } from "./DeliveryTable";
import { EndpointCard } from "./EndpointCard";
import { NewEndpointSheet } from "./NewEndpointSheet";
import { SecretSheet } from "./SecretSheet";
import type { WebhookSearch } from "./search";
import classes from "./WebhookScreen.module.css";
import { useClients, useEndpoints, useRetryDelivery, useWebhookDeliveries } from "./webhooks";

type WebhookScreenProps = {
  search: WebhookSearch;
  onSearch: (change: Partial<WebhookSearch>) => void;
};

/** The software that is told what becomes of its requests: where, how it goes, and « Renvoyer ». */
export function WebhookScreen({ search, onSearch }: WebhookScreenProps) {
  const clients = useClients();
  const endpoints = useEndpoints();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>();
  const none = clients.data?.length === 0;
  const add = (words: string) =>
    clients.data &&
    !none && (
      <Button
        variant="filled"
        icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => setAdding(true)}
      >
        {words}
      </Button>
    );

  return (
    <div className={classes.root}>
      <title>Logiciels · Maillage</title>
      <TableHead
        title="Logiciels"
        promise="Chaque étape d’une demande, dite au logiciel de qui l’a faite. Ni nom ni adresse."
      >
        {endpoints.data && endpoints.data.length > 0 && add("Ajouter")}
      </TableHead>
      <div className={classes.notes}>
        <Refusal error={endpoints.data === undefined && endpoints.error} />
        <Refusal error={clients.error} />
        {none && (
          <Note>
            Aucun logiciel n’appelle au nom d’une structure. L’exploitant en ouvre l’accès sur le
            serveur (« maillage client create », avec la structure).
          </Note>
        )}
      </div>
      {endpoints.isPending && <Skeletons shape="row" count={2} />}
      {endpoints.data?.length === 0 && (
        <EmptyState title="Aucun logiciel n’est prévenu" action={add("Prévenir un logiciel")}>
          Donnez l’adresse où un logiciel écoute&nbsp;: il sait alors où en sont ses demandes, sans
          les redemander.
        </EmptyState>
      )}
      <div className={classes.endpoints}>
        {endpoints.data?.map((one) => (
          <EndpointCard key={one.id} endpoint={one} />
        ))}
      </div>
      {endpoints.data && endpoints.data.length > 0 && (
        <Deliveries search={search} onSearch={onSearch} />
      )}
      {adding && clients.data && (
        <NewEndpointSheet
          clients={clients.data}
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== undefined && (
        <SecretSheet renewed={false} secret={secret} onClose={() => setSecret(undefined)} />
      )}
    </div>
  );
}

function Deliveries({ search, onSearch }: WebhookScreenProps) {
  const list = useWebhookDeliveries(search);
  const retry = useRetryDelivery();
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h2 className={classes.heading}>Derniers messages</h2>
      <div className={classes.filters}>
        <Segments
          legend="État"
          hideLegend
          options={[
            { value: "tous", label: "Tous" },
            { value: "attente", label: "En attente" },
            { value: "echec", label: counted("En échec", list.data?.pages[0]?.failed) },
          ]}
          value={search.etat ?? "tous"}
          onChange={(etat) => onSearch({ etat: etat === "tous" ? undefined : etat })}
        />
      </div>
      <div className={classes.notes}>
        <Refusal error={retry.error} />
      </div>
      {list.isPending && <Skeletons shape="row" count={4} />}
      <Unread title="Les messages n’ont pas pu être lus" list={list} />
      {list.data && rows.length === 0 && (
        <EmptyState title={search.etat === "echec" ? "Aucun échec" : "Aucun message"}>
          Chaque étape d’une demande faite par une de ces structures apparaît ici.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DeliveryTable
          rows={rows}
          retrying={retry.isPending ? (retry.variables?.id ?? null) : null}
          onRetry={(row) => retry.mutate(row)}
        />
      )}
      <ShowMore list={list} className={classes.more} />
    </>
  );
}
