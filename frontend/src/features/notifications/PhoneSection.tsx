import { type FormEvent, useState } from "react";
import type { NotificationPreferences } from "../../api";
import { problemFields, problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import classes from "./PreferencesScreen.module.css";
import { usePreferencesChange } from "./preferences";

/** Where my SMS go: the number of the membership, or one given here; shown by its last digits only. */
export function PhoneSection({ known }: { known: NotificationPreferences }) {
  const write = usePreferencesChange();
  const [typed, setTyped] = useState<string | null>(null);
  if (!known.sms_available) return null;

  async function save(event: FormEvent) {
    event.preventDefault();
    try {
      await write.mutateAsync({ mobile_phone: typed?.trim() ?? null });
      setTyped(null);
    } catch {
      // The field says what is wrong.
    }
  }
  const refused = write.error && typed !== null;
  const wrong = refused ? "mobile_phone" in problemFields(write.error) : false;
  return (
    <section className={classes.card} aria-labelledby="mobile">
      <h2 id="mobile">Mon mobile</h2>
      {typed === null && (
        <>
          <p>
            {known.phone_masked ?? "Aucun numéro de mobile : pas de SMS."}
            {known.phone_masked && !known.own_phone && " (celui de votre adhésion)"}
          </p>
          <div className={classes.acts}>
            <Button size="small" onClick={() => setTyped("")}>
              {known.phone_masked ? "Changer de numéro" : "Donner un numéro"}
            </Button>
            {known.own_phone && (
              <Button
                size="small"
                busy={write.isPending && "Envoi…"}
                onClick={() => write.mutate({ mobile_phone: null })}
              >
                Ne plus utiliser ce numéro
              </Button>
            )}
          </div>
        </>
      )}
      {typed !== null && (
        <form className={classes.form} onSubmit={save} noValidate>
          <TextField
            label="Numéro de mobile"
            kind="tel"
            autoComplete="tel"
            help="06 ou 07, ou mobile d’outre-mer. Il ne sert qu’à ces SMS."
            value={typed}
            onChange={setTyped}
            error={
              refused
                ? wrong
                  ? "Écrivez un numéro de mobile à 10 chiffres, 06 ou 07."
                  : problemSentence(write.error, true)
                : null
            }
          />
          <div className={classes.acts}>
            <Button
              type="submit"
              variant="filled"
              disabled={typed.trim() === ""}
              busy={write.isPending && "Envoi…"}
            >
              Enregistrer
            </Button>
            <Button onClick={() => setTyped(null)}>Annuler</Button>
          </div>
        </form>
      )}
    </section>
  );
}
