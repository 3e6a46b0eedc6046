import type { WebhookEndpoint } from "../../api";
import { Button } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import classes from "./WebhookScreen.module.css";
import { useDelete } from "./webhooks";

type DeleteSheetProps = { endpoint: WebhookEndpoint; onClose: () => void };

/** What is lost with an address, before it is. */
export function DeleteSheet({ endpoint, onClose }: DeleteSheetProps) {
  const remove = useDelete();
  return (
    <Sheet title="Supprimer cette adresse" onClose={onClose}>
      <div className={classes.form}>
        <p className={classes.help}>
          {endpoint.client.name} ne reçoit plus rien à cette adresse. Ce qui attend et l’historique
          des envois sont effacés.
        </p>
        <Refusal error={remove.error} />
        <Button
          variant="filled"
          size="decision"
          wide
          busy={remove.isPending && "Suppression…"}
          onClick={() => remove.mutate(endpoint.id)}
        >
          Supprimer
        </Button>
        <Button wide onClick={onClose}>
          Garder
        </Button>
      </div>
    </Sheet>
  );
}
