import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import classes from "./WebhookScreen.module.css";

type SecretSheetProps = {
  /** Null when the answer that bore it was lost on the way: it is told once. */
  secret: string | null;
  /** It takes the place of another one, which stays good for a day. */
  renewed: boolean;
  onClose: () => void;
};

/** The secret of an address, this once. */
export function SecretSheet({ secret, renewed, onClose }: SecretSheetProps) {
  return (
    <Sheet title="Secret de signature" onClose={onClose}>
      <div className={classes.form}>
        <p className={classes.help}>
          Le logiciel s’en sert pour vérifier que les messages viennent bien d’ici.
          {renewed && " L’ancien secret reste valable 24 heures."}
        </p>
        {secret === null ? (
          <Note tone="warn">
            Le réseau s’est coupé pendant qu’il arrivait. Touchez «&nbsp;Changer le secret&nbsp;»
            pour en avoir un autre.
          </Note>
        ) : (
          <>
            <p className={classes.secret}>{secret}</p>
            <Note tone="warn">Il ne sera plus montré&nbsp;: copiez-le maintenant.</Note>
            <Button
              variant="filled"
              size="decision"
              wide
              onClick={() =>
                void navigator.clipboard.writeText(secret).then(() => announce("Secret copié"))
              }
            >
              Copier le secret
            </Button>
          </>
        )}
        <Button wide onClick={onClose}>
          C’est noté
        </Button>
      </div>
    </Sheet>
  );
}
