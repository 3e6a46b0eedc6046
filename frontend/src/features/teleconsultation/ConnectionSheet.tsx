import { type FormEvent, useState } from "react";
import type { TeleconsultationSite } from "../../api";
import { useServerNow } from "../../clock";
import { problemFields } from "../../problems";
import { dayKey, numericDate } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { DateField, TextField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { Sheet } from "../../ui/Sheet";
import { typedDay } from "../../ui/WallFields";
import classes from "./Sites.module.css";
import { useSaveConnection } from "./sites";

const HOW = [
  { value: "good", label: "Bons" },
  { value: "bad", label: "Mauvais" },
] as const;

/** `48,5` as a number; null for what is none. */
function typedNumber(text: string): number | null {
  const spelled = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(spelled) ? Number(spelled) : null;
}

/** How the connection was when it was tried, with picture and sound. */
export default function ConnectionSheet(props: {
  site: TeleconsultationSite;
  onClose: () => void;
}) {
  const { site, onClose } = props;
  const [day, setDay] = useState(numericDate(dayKey(useServerNow())));
  const [how, setHow] = useState<"good" | "bad">("good");
  const [down, setDown] = useState("");
  const [up, setUp] = useState("");
  const [tried, setTried] = useState(false);
  const save = useSaveConnection();
  const fields = problemFields(save.error);
  const tested_on = typedDay(day);
  const down_mbps = typedNumber(down);
  const up_mbps = typedNumber(up);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (save.isPending || !tested_on || down_mbps === null || up_mbps === null) return;
    save.mutate(
      { site, body: { tested_on, worked: how === "good", down_mbps, up_mbps } },
      {
        onSuccess: () => {
          announce("Essai noté");
          onClose();
        },
      },
    );
  }
  const wrong = (missing: boolean, say: string) => (tried && missing ? say : null);
  return (
    <Sheet title="Essai de connexion" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.help}>
          Appelez quelqu’un en vidéo depuis la pièce, puis mesurez le débit du même appareil.
        </p>
        <Segments legend="Image et son" options={HOW} value={how} onChange={setHow} />
        <div className={classes.pair}>
          <TextField
            label="Débit reçu, en Mbit/s"
            kind="numeric"
            autoComplete="off"
            value={down}
            onChange={setDown}
            error={wrong(down_mbps === null, "Écrivez un nombre.") ?? fields.down_mbps}
          />
          <TextField
            label="Débit envoyé, en Mbit/s"
            kind="numeric"
            autoComplete="off"
            value={up}
            onChange={setUp}
            error={wrong(up_mbps === null, "Écrivez un nombre.") ?? fields.up_mbps}
          />
        </div>
        <DateField
          label="Jour de l’essai"
          autoComplete="off"
          value={day}
          onChange={setDay}
          error={wrong(!tested_on, "Écrivez un jour.") ?? fields.tested_on}
        />
        <Refusal typed error={Object.keys(fields).length === 0 && save.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          Noter l’essai
        </Button>
      </form>
    </Sheet>
  );
}
