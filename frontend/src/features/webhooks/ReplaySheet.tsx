import { useState } from "react";
import type { WebhookEndpoint } from "../../api";
import { serverNow } from "../../clock";
import { millis } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import classes from "./WebhookScreen.module.css";
import { useReplay } from "./webhooks";

type Since = "day" | "week" | "month";

const SINCE: readonly { value: Since; label: string; hours: number }[] = [
  { value: "day", label: "Depuis 24 heures", hours: 24 },
  { value: "week", label: "Depuis 7 jours", hours: 7 * 24 },
  { value: "month", label: "Depuis 30 jours", hours: 30 * 24 },
];

type ReplaySheetProps = { endpoint: WebhookEndpoint; onClose: () => void };

/** All that failed, sent again from a day of one's choice, each under the id that it had. */
export function ReplaySheet({ endpoint, onClose }: ReplaySheetProps) {
  const [since, setSince] = useState<Since>("week");
  const replay = useReplay();

  async function send() {
    const hours = SINCE.find((one) => one.value === since)?.hours ?? 24;
    const from = new Date(millis(serverNow()) - hours * 3_600_000).toISOString();
    try {
      const { resent } = await replay.mutateAsync({ id: endpoint.id, since: from });
      announce(resent === 1 ? "1 message renvoyé" : `${resent} messages renvoyés`);
      onClose();
    } catch {
      // The note says what was refused.
    }
  }

  return (
    <Sheet title="Renvoyer ce qui est en échec" onClose={onClose}>
      <div className={classes.form}>
        <p className={classes.help}>
          Chaque message repart dans l’ordre, avec le même identifiant&nbsp;: le logiciel reconnaît
          ce qu’il a déjà.
        </p>
        <Choice legend="Étapes à renvoyer" options={SINCE} value={since} onChange={setSince} />
        <Refusal error={replay.error} />
        <Button
          variant="filled"
          size="decision"
          wide
          busy={replay.isPending && "Envoi…"}
          onClick={() => void send()}
        >
          Tout renvoyer
        </Button>
      </div>
    </Sheet>
  );
}
