import { useState } from "react";
import type { WebhookEndpoint } from "../../api";
import { serverNow } from "../../clock";
import { atHour } from "../../time";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { StatusBadge } from "../../ui/StatusBadge";
import { DeleteSheet } from "./DeleteSheet";
import { ReplaySheet } from "./ReplaySheet";
import { SecretSheet } from "./SecretSheet";
import classes from "./WebhookScreen.module.css";
import { usePauseOrResume, useRotate } from "./webhooks";
import { WEBHOOK_DISABLED, WEBHOOK_EVENT, WEBHOOK_EVENTS } from "./words";

/** One address: whose it is, how it goes, and what may be done about it. */
export function EndpointCard({ endpoint }: { endpoint: WebhookEndpoint }) {
  const move = usePauseOrResume();
  const rotate = useRotate();
  const [open, setOpen] = useState<"secret" | "replay" | "delete" | null>(null);
  const close = () => setOpen(null);
  const { id, client, state, actions, disabled_reason } = endpoint;
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div>
        <h2 id={id}>{client.name}</h2>
        <p className={classes.help}>{client.organisation_name}</p>
      </div>
      <StatusBadge lifecycle="webhook_endpoint" state={state} />
      <p className={classes.url}>{endpoint.url}</p>
      <p className={classes.help}>
        {kindWords(endpoint)} {lastWords(endpoint)}
      </p>
      {disabled_reason && (
        <Note tone="crit">
          {WEBHOOK_DISABLED[disabled_reason]} Ce qui se passe l’attend, trente jours au plus.
        </Note>
      )}
      {state === "active" && endpoint.failing_since && (
        <Note tone="warn">
          Rien n’y est reçu depuis {atHour(endpoint.failing_since, serverNow())}.
        </Note>
      )}
      <Refusal error={move.error ?? rotate.error} />
      <div className={classes.acts}>
        {(actions.includes("pause") || actions.includes("resume")) && (
          <Button busy={move.isPending && "Un instant…"} onClick={() => move.mutate(endpoint)}>
            {actions.includes("pause") ? "Mettre en pause" : "Reprendre"}
          </Button>
        )}
        {actions.includes("replay") && (
          <Button onClick={() => setOpen("replay")}>Renvoyer les échecs</Button>
        )}
        {actions.includes("rotate") && (
          <Button
            busy={rotate.isPending && "Un instant…"}
            onClick={() => rotate.mutate(id, { onSuccess: () => setOpen("secret") })}
          >
            Changer le secret
          </Button>
        )}
        {actions.includes("delete") && <Button onClick={() => setOpen("delete")}>Supprimer</Button>}
      </div>
      {open === "secret" && rotate.data && (
        <SecretSheet renewed secret={rotate.data.secret} onClose={close} />
      )}
      {open === "replay" && <ReplaySheet endpoint={endpoint} onClose={close} />}
      {open === "delete" && <DeleteSheet endpoint={endpoint} onClose={close} />}
    </section>
  );
}

function kindWords({ event_types }: WebhookEndpoint): string {
  if (event_types.length === WEBHOOK_EVENTS.length) return "Toutes les étapes.";
  return `${event_types.map((kind) => WEBHOOK_EVENT[kind]).join(" · ")}.`;
}

function lastWords({ last_success_at, waiting, failed }: WebhookEndpoint): string {
  const last = last_success_at
    ? `Dernier message reçu ${atHour(last_success_at, serverNow())}.`
    : "Rien reçu encore.";
  const waits = waiting > 0 ? ` ${waiting} en attente.` : "";
  return `${last}${waits}${failed > 0 ? ` ${failed} en échec.` : ""}`;
}
