import { useConnection } from "../../answers";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { hour } from "../../time";
import { Banner } from "../../ui/Banner";
import classes from "./ConnectionBanner.module.css";

const STALE_MS = 60_000;

/** Over every page, when what it shows can no longer be read again: since when, and what goes on. */
export function ConnectionBanner() {
  const { offline, silentSince } = useConnection();
  const now = useServerNow();
  const answersOffers = useMe().scopes.includes("offers:answer");
  if (silentSince === null || (!offline && now - silentSince < STALE_MS)) return null;
  return (
    <div className={classes.root}>
      {offline ? (
        <Banner kind="offline">
          <b>Hors connexion depuis {hour(silentSince)}.</b>{" "}
          {answersOffers
            ? "Vos réponses partiront seules dès le retour du réseau."
            : "Ce que vous voyez date de ce moment."}
        </Banner>
      ) : (
        <Banner kind="provider_down">
          <b>Mis à jour à {hour(silentSince)}.</b> Le service ne répond plus, nouvel essai sous peu.
        </Banner>
      )}
    </div>
  );
}
