import { problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { SidePanel } from "../../ui/SidePanel";
import { Skeletons } from "../../ui/Skeletons";
import { StatusBadge } from "../../ui/StatusBadge";
import classes from "./Deliveries.module.css";
import { useDelivery, useRetry } from "./deliveries";
import { euros, sentAt, stateValues } from "./delivery-columns";
import { DELIVERY_CHANNEL } from "./words";

/** One sending: to whom, how, what came of it, and its text as it is read there. */
export function DeliveryPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: sent, isPending, error, refetch } = useDelivery(id);
  const retry = useRetry();
  if (!sent) {
    return (
      <SidePanel title="Envoi" narrow onClose={onClose}>
        {isPending && <Skeletons shape="line" count={4} />}
        {error && (
          <>
            <p>{problemSentence(error)}</p>
            <Button size="small" onClick={() => void refetch()}>
              Réessayer
            </Button>
          </>
        )}
      </SidePanel>
    );
  }
  return (
    <SidePanel
      narrow
      number={sent.case_number ?? undefined}
      title={sent.subject}
      head={<StatusBadge lifecycle="delivery" state={sent.state} values={stateValues(sent)} fill />}
      actions={
        sent.actions.includes("retry") && (
          <Button
            variant="filled"
            busy={retry.isPending && "Envoi…"}
            onClick={() => retry.mutate(sent)}
          >
            Réessayer
          </Button>
        )
      }
      onClose={onClose}
    >
      <dl className={classes.facts}>
        <div>
          <dt>À</dt>
          <dd>{sent.recipient_name}</dd>
        </div>
        <div>
          <dt>Par</dt>
          <dd>{DELIVERY_CHANNEL[sent.channel]}</dd>
        </div>
        <div>
          <dt>Demandé</dt>
          <dd>{sentAt(sent.created_at)}</dd>
        </div>
        {sent.sent_at && (
          <div>
            <dt>Parti</dt>
            <dd>{sentAt(sent.sent_at)}</dd>
          </div>
        )}
        {sent.delivered_at && (
          <div>
            <dt>Remis</dt>
            <dd>{sentAt(sent.delivered_at)}</dd>
          </div>
        )}
        {sent.cost_cents !== null && (
          <div>
            <dt>Prix</dt>
            <dd>{euros(sent.cost_cents)}</dd>
          </div>
        )}
        {sent.channel === "sms" && sent.provider_id && (
          <div>
            <dt>Nom chez l’opérateur</dt>
            <dd className={classes.provider}>{sent.provider_id}</dd>
          </div>
        )}
        {sent.read_at && (
          <div>
            <dt>Lu</dt>
            <dd>{sentAt(sent.read_at)}</dd>
          </div>
        )}
        <div>
          <dt>Essais</dt>
          <dd>{sent.attempts}</dd>
        </div>
      </dl>
      {sent.last_error && <Note tone="warn">{sent.last_error}</Note>}
      <Refusal error={retry.error} />
      <h3 className={classes.textTitle}>Texte</h3>
      <p className={classes.text}>{sent.text.trim()}</p>
    </SidePanel>
  );
}
