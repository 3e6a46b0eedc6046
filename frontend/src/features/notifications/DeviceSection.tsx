import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { NotificationPreferences } from "../../api";
import { problemSentence } from "../../problems";
import { numericDate } from "../../time";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { useWrite } from "../../writes";
import { allowHere, type DeviceState, deviceState, forget } from "./device";
import classes from "./PreferencesScreen.module.css";
import { preferencesOptions } from "./preferences";

const SENTENCE: Record<DeviceState, string> = {
  on: "Cet appareil reçoit vos notifications, même quand Maillage est fermé.",
  off: "Une sollicitation s’affiche sur cet appareil, même quand Maillage est fermé. L’écran verrouillé ne montre que le besoin, le secteur et l’heure.",
  blocked:
    "Les notifications de Maillage sont bloquées ici. Autorisez-les dans les réglages du navigateur, puis revenez.",
  unable:
    "Ce navigateur n’en reçoit pas. Sur iPhone, ajoutez d’abord Maillage à l’écran d’accueil, puis ouvrez-le de là.",
};
const hereOptions = { queryKey: ["device"], queryFn: deviceState, retry: false };

/** The devices that ring, this one first; the browser asks only once its owner has. */
export function DeviceSection({ known }: { known: NotificationPreferences }) {
  const queries = useQueryClient();
  const { data: here = "off" } = useQuery(hereOptions);
  const allow = useWrite(async () => allowHere(known.push_public_key));
  const drop = useWrite(async (id: string) => forget(id, known.devices.length === 1));
  const readAgain = () => {
    void queries.invalidateQueries({ queryKey: hereOptions.queryKey });
    void queries.invalidateQueries({ queryKey: preferencesOptions.queryKey });
  };
  // Known to the browser and not to the server any more: one tap puts that right.
  const rings = here === "on" && known.devices.length > 0;
  const failed = allow.error ?? drop.error;
  return (
    <section className={classes.card} aria-labelledby="appareils">
      <h2 id="appareils">Notifications sur mes appareils</h2>
      <p className={classes.help}>{SENTENCE[here === "on" && !rings ? "off" : here]}</p>
      {!rings && (here === "off" || here === "on") && (
        <div className={classes.acts}>
          <Button
            variant="filled"
            busy={allow.isPending && "Le navigateur vous demande…"}
            onClick={() => allow.mutate(undefined, { onSettled: readAgain })}
          >
            Recevoir sur cet appareil
          </Button>
        </div>
      )}
      {failed && (
        <Note tone="crit" alert>
          {failed instanceof DOMException
            ? "Le service de notification du navigateur ne répond pas. Réessayez plus tard."
            : problemSentence(failed)}
        </Note>
      )}
      {known.devices.length > 0 && (
        <ul className={classes.devices}>
          {known.devices.map((device) => (
            <li key={device.id}>
              <span>
                <b>{device.device}</b>
                <span className={classes.help}> depuis le {numericDate(device.created_at)}</span>
              </span>
              <Button
                size="small"
                aria-label={`Oublier ${device.device}`}
                busy={drop.isPending && drop.variables === device.id && "Envoi…"}
                onClick={() => drop.mutate(device.id, { onSettled: readAgain })}
              >
                Oublier
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
