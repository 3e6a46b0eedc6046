import { useState } from "react";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { ProofSheet } from "./ProofSheet";

/** Before anything else opens: to prove the factor that there is, else to set one up (below). */
export function FactorOwed({ isSet }: { isSet: boolean }) {
  const [proving, setProving] = useState(false);
  if (!isSet) {
    return (
      <Note tone="warn">
        Votre rôle donne accès à des identités. Ajoutez un second moyen de prouver que c’est
        vous&nbsp;: le reste s’ouvrira ensuite.
      </Note>
    );
  }
  return (
    <>
      <Note tone="warn">
        Vous avez ajouté un second moyen depuis un autre appareil. Prouvez ici que c’est vous&nbsp;:
        le reste s’ouvrira ensuite.
      </Note>
      <Button variant="filled" size="decision" wide onClick={() => setProving(true)}>
        Prouver que c’est moi
      </Button>
      {proving && (
        <ProofSheet
          onProved={() => window.location.assign("/")}
          onClose={() => setProving(false)}
        />
      )}
    </>
  );
}
