import { IconShare2 } from "@tabler/icons-react";
import { useState } from "react";
import type { DeathCertificationRequest } from "../../api";
import { useServerNow } from "../../clock";
import { relativeHour } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import classes from "./Progress.module.css";
import { useShareWithFamily, useStopFamilyLink } from "./requests";

/** Gives the address to the device's own sharing, else to the clipboard; false: neither took it. */
async function passOn(url: string): Promise<boolean> {
  try {
    if (navigator.share) await navigator.share({ url });
    else await navigator.clipboard.writeText(url);
    return true;
  } catch {
    return false;
  }
}

/** A link for the family, without account, name or address: made, sent, stopped. */
export function FamilyCard({ request }: { request: DeathCertificationRequest }) {
  const now = useServerNow();
  const share = useShareWithFamily();
  const stop = useStopFamilyLink();
  const [copied, setCopied] = useState(false);
  const { id: requestId, version, family_link_until: until } = request;
  const read = { requestId, version };
  const url = until === null ? undefined : share.data?.url;

  function make() {
    setCopied(false);
    share.mutate(read, {
      onSuccess: async ({ url: made }) => {
        const passed = await passOn(made);
        setCopied(passed);
        if (passed) announce("Lien prêt à envoyer");
      },
    });
  }
  return (
    <section className={classes.card} aria-labelledby="famille">
      <div className={classes.family}>
        <div className={classes.told}>
          <b id="famille">Prévenir la famille</b>
          <small>
            {until
              ? `Un lien sert jusqu’à la fin, ${relativeHour(until, now)} au plus`
              : "Un lien qui ne montre ni nom ni adresse"}
          </small>
        </div>
        <div className={classes.pair}>
          {until && (
            <Button
              variant="quiet"
              busy={stop.isPending && "Envoi…"}
              onClick={() => stop.mutate(read, { onSuccess: () => share.reset() })}
            >
              Arrêter le lien
            </Button>
          )}
          <Button
            variant="tint"
            busy={share.isPending && "Envoi…"}
            onClick={make}
            icon={<IconShare2 size={18} stroke={1.75} aria-hidden="true" />}
          >
            {until ? "Nouveau lien" : "Envoyer"}
          </Button>
        </div>
        {url && (
          <p className={classes.address}>
            {url}
            {copied && <small>Copié. Collez-le dans un message.</small>}
          </p>
        )}
      </div>
      <Refusal error={share.error ?? stop.error} />
    </section>
  );
}
