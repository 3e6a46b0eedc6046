import { useState } from "react";
import { useMe } from "../../session";
import { Button } from "../../ui/Button";
import { WhySheet } from "./WhySheet";

/** On somebody's page: asks why a time of theirs is not free. Nothing for those who may not read agendas. */
export function WhyNotFree({ professionalId }: { professionalId: string }) {
  const may = useMe().scopes.includes("availability:read");
  const [asking, setAsking] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button variant="quiet" size="small" onClick={() => setAsking(true)}>
        Pourquoi une heure n’est pas libre&nbsp;?
      </Button>
      {asking && <WhySheet professionalId={professionalId} onClose={() => setAsking(false)} />}
    </>
  );
}
