import { type FormEvent, useState } from "react";
import type { WebhookClient, WebhookEventType } from "../../api";
import { problemFields } from "../../problems";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import classes from "./WebhookScreen.module.css";
import { useCreate } from "./webhooks";
import { WEBHOOK_EVENT, WEBHOOK_EVENTS } from "./words";

type NewEndpointSheetProps = {
  clients: readonly WebhookClient[];
  onMade: (secret: string | null) => void;
  onClose: () => void;
};

/** Which software, where it listens, and what it is told. */
export function NewEndpointSheet({ clients, onMade, onClose }: NewEndpointSheetProps) {
  const [client, setClient] = useState(clients.length === 1 ? (clients[0]?.id ?? "") : "");
  const [url, setUrl] = useState("https://");
  const [kinds, setKinds] = useState<readonly WebhookEventType[]>(WEBHOOK_EVENTS);
  const [tried, setTried] = useState(false);
  const create = useCreate();
  const refused = problemFields(create.error);
  const complete = client !== "" && url.trim().length > 8 && kinds.length > 0;

  function choose(kind: WebhookEventType, on: boolean) {
    setKinds(WEBHOOK_EVENTS.filter((one) => (one === kind ? on : kinds.includes(one))));
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (!complete) return;
    try {
      const body = { machine_client_id: client, url: url.trim(), event_types: [...kinds] };
      const { secret } = await create.mutateAsync(body);
      onMade(secret);
    } catch {
      // The fields, or the note above them, say what is wrong.
    }
  }

  return (
    <Sheet title="Prévenir un logiciel" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <Refusal typed error={Object.keys(refused).length === 0 && create.error} />
        <SelectField
          label="Logiciel"
          value={client}
          empty="Choisir"
          options={clients.map((one) => ({
            value: one.id,
            label: `${one.name}, ${one.organisation_name}`,
          }))}
          onChange={setClient}
          error={tried && client === "" ? "Choisissez le logiciel." : refused.machine_client_id}
        />
        <TextField
          label="Adresse où il écoute"
          name="url"
          autoComplete="off"
          help="Donnée par l’éditeur. Elle commence par https://."
          value={url}
          onChange={setUrl}
          error={tried && url.trim().length <= 8 ? "Écrivez l’adresse entière." : refused.url}
        />
        <fieldset className={classes.kinds}>
          <legend>Étapes à lui dire</legend>
          {WEBHOOK_EVENTS.map((kind) => (
            <Check key={kind} checked={kinds.includes(kind)} onChange={(on) => choose(kind, on)}>
              {WEBHOOK_EVENT[kind]}
            </Check>
          ))}
          {tried && kinds.length === 0 && <Note tone="crit">Choisissez au moins une étape.</Note>}
        </fieldset>
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={create.isPending && "Création…"}
        >
          Déclarer cette adresse
        </Button>
      </form>
    </Sheet>
  );
}
