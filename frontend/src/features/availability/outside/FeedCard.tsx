import { useState } from "react";
import { useServerNow } from "../../../clock";
import { duration, millis } from "../../../time";
import { announce } from "../../../ui/announce";
import { Button } from "../../../ui/Button";
import { Note } from "../../../ui/Note";
import { Refusal } from "../../../ui/Refusal";
import { Switch } from "../../../ui/Switch";
import classes from "./OutsideScreen.module.css";
import { useFeed, useRenewFeed, useRevokeFeed } from "./outside";

/** My appointments in the agenda that I already keep. The address is shown once, when it is made. */
export function FeedCard() {
  const now = useServerNow();
  const { data: feed } = useFeed();
  const renew = useRenewFeed();
  const revoke = useRevokeFeed();
  const [openings, setOpenings] = useState(false);
  const refused = renew.error ?? revoke.error;
  const made = feed?.active ? renew.data : undefined;
  const read = feed?.last_read_at;
  return (
    <section className={classes.card} aria-labelledby="flux">
      <h2 id="flux">Mes rendez-vous dans mon agenda</h2>
      <p className={classes.help}>
        Votre agenda affiche « RDV Maillage » aux heures prises. Jamais le nom d’un patient.
      </p>
      {made && (
        <>
          <p className={classes.address}>{made.url}</p>
          <Button
            variant="filled"
            onClick={() =>
              void navigator.clipboard.writeText(made.url).then(() => announce("Adresse copiée"))
            }
          >
            Copier l’adresse
          </Button>
          <p className={classes.help}>
            Google&nbsp;: Autres agendas, À partir de l’URL. Outlook&nbsp;: Ajouter un calendrier,
            S’abonner. Apple&nbsp;: Fichier, Nouvel abonnement.
          </p>
          <Note tone="warn">
            Qui a cette adresse lit vos heures. Elle ne sera plus montrée&nbsp;: copiez-la
            maintenant.
          </Note>
        </>
      )}
      {feed?.active && !made && (
        <p className={classes.state}>
          {read
            ? `Lu il y a ${duration(Math.max(60_000, millis(now) - millis(read)))}`
            : "Pas encore lu par votre agenda"}
        </p>
      )}
      {feed && !feed.active && (
        <Switch checked={openings} onChange={setOpenings}>
          Avec mes plages ouvertes
        </Switch>
      )}
      <Refusal error={refused} />
      {feed && (
        <div className={classes.acts}>
          <Button
            busy={renew.isPending && "Création…"}
            onClick={() => renew.mutate(feed.active ? feed.with_openings : openings)}
          >
            {feed.active ? "Changer d’adresse" : "Créer l’adresse"}
          </Button>
          {feed.active && (
            <Button busy={revoke.isPending && "Arrêt…"} onClick={() => revoke.mutate(null)}>
              Arrêter
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
