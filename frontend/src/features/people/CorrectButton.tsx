import { useState } from "react";
import type { PersonIdentity } from "../../api";
import { Button } from "../../ui/Button";
import { IdentitySheet } from "./IdentitySheet";

type CorrectButtonProps = { identity: PersonIdentity; onCorrected?: () => void };

/** Puts right who the person is. */
export default function CorrectButton({ identity, onCorrected }: CorrectButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Corriger
      </Button>
      {open && (
        <IdentitySheet
          identity={identity}
          onClose={(corrected) => {
            setOpen(false);
            if (corrected) onCorrected?.();
          }}
        />
      )}
    </>
  );
}
