import { useState } from "react";
import type { CareCircleConsent, CareCircleConsentBy, CareCircleConsentMeans } from "../../api";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import classes from "./CareCircle.module.css";
import { useConsent } from "./circle";
import { CONSENT_BY, CONSENT_MEANS } from "./circle-words";

/** `ask`: the person says yes or no; `withdrawn`: they take back what they gave. */
export type Decision = "ask" | "withdrawn";

type ConsentSheetProps = { personId: string; decision: Decision; onClose: () => void };

function optionsOf<V extends string>(words: Record<V, string>) {
  return (Object.keys(words) as V[]).map((value) => ({ value, label: words[value] }));
}

/** What the person said, who said it and how. Nothing else is asked. */
export function ConsentSheet({ personId, decision, onClose }: ConsentSheetProps) {
  const [given_by, setBy] = useState<CareCircleConsentBy>("person");
  const [means, setMeans] = useState<CareCircleConsentMeans>("in_person");
  const say = useConsent(personId, onClose);
  const send = (said: CareCircleConsent) => say.mutate({ decision: said, given_by, means });
  const asks = decision === "ask";
  return (
    <Sheet title={asks ? "Son accord" : "La personne retire son accord"} onClose={onClose}>
      <div className={classes.sheet}>
        <p>
          {asks
            ? "À dire à la personne : ceux qui la suivent sauront qui sont les autres et comment les joindre, et seront sollicités les premiers pour elle. Elle peut refuser, ou changer d’avis à tout moment, sans conséquence sur ses soins."
            : "Le cercle est vidé aussitôt, et ceux qui y étaient sont prévenus."}
        </p>
        <Choice
          legend="Qui le dit&nbsp;?"
          options={optionsOf(CONSENT_BY)}
          value={given_by}
          onChange={setBy}
        />
        <Choice
          legend="Comment&nbsp;?"
          look="chips"
          options={optionsOf(CONSENT_MEANS)}
          value={means}
          onChange={setMeans}
        />
        <Refusal error={say.error} />
        {asks ? (
          <div className={classes.acts}>
            <Button variant="filled" busy={say.isPending && "Envoi…"} onClick={() => send("given")}>
              Elle est d’accord
            </Button>
            <Button disabled={say.isPending} onClick={() => send("refused")}>
              Elle refuse
            </Button>
          </div>
        ) : (
          <Button
            variant="filled"
            wide
            busy={say.isPending && "Envoi…"}
            onClick={() => send("withdrawn")}
          >
            Vider le cercle
          </Button>
        )}
      </div>
    </Sheet>
  );
}
