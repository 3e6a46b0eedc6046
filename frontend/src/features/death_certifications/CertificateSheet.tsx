import { useState } from "react";
import type { DeathCertificate } from "../../api";
import { CHANNEL } from "../../death-words";
import { Button } from "../../ui/Button";
import { Check, Choice } from "../../ui/Choice";
import { Sheet } from "../../ui/Sheet";
import classes from "./Sheets.module.css";

type CertificateSheetProps = {
  onSay: (said: DeathCertificate) => void;
  onClose: () => void;
};

const CHANNELS = (["electronic", "paper"] as const).map((value) => ({
  value,
  label: CHANNEL[value],
}));

/** The certificate is made: by which way, and who knows. Nothing of what it says is asked. */
export function CertificateSheet({ onSay, onClose }: CertificateSheetProps) {
  const [said, setSaid] = useState<DeathCertificate>({
    channel: "electronic",
    town_hall_informed: false,
    attending_doctor_informed: false,
  });
  const set = (changed: Partial<DeathCertificate>) => setSaid({ ...said, ...changed });
  return (
    <Sheet title="Certificat fait" onClose={onClose}>
      <div className={classes.root}>
        <Choice
          legend="Par quelle voie&nbsp;?"
          options={CHANNELS}
          value={said.channel}
          onChange={(channel) => set({ channel })}
        />
        <Check
          checked={said.town_hall_informed}
          onChange={(town_hall_informed) => set({ town_hall_informed })}
        >
          Mairie informée
        </Check>
        <Check
          checked={said.attending_doctor_informed}
          onChange={(attending_doctor_informed) => set({ attending_doctor_informed })}
        >
          Médecin traitant informé
        </Check>
        <p className={classes.promise}>
          La structure qui a demandé est prévenue. Rien de ce que dit le certificat n’est gardé ici.
        </p>
        <Button
          variant="filled"
          size="decision"
          wide
          onClick={() => {
            onSay(said);
            onClose();
          }}
        >
          Certificat fait
        </Button>
      </div>
    </Sheet>
  );
}
