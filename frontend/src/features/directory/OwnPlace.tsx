import { useState } from "react";
import type { Accessibility, FactCheck, Practice } from "../../api";
import { phoneWords } from "../../figures";
import { Button } from "../../ui/Button";
import { hoursWords } from "../../ui/hours";
import { Switch } from "../../ui/Switch";
import { HoursSheet } from "./HoursSheet";
import type { usePageChange } from "./membership";
import classes from "./PageScreen.module.css";
import { PhoneForm } from "./PhoneForm";
import { ACCESSIBILITY, checkLines } from "./page-words";

type OwnPlaceProps = {
  practice: Practice;
  /** Who last found each fact of this place right. */
  checks: FactCheck[];
  write: ReturnType<typeof usePageChange>;
};

/** One of one's places: where it is by the national file, and what one says of it oneself. */
export function OwnPlace({ practice, checks, write }: OwnPlaceProps) {
  const { id, accessibility, phone, hours } = practice;
  const [editing, setEditing] = useState<"phone" | "hours" | null>(null);
  const name = practice.name ?? "Lieu d’exercice";
  const done = { onSuccess: () => setEditing(null) };
  const set = (word: Accessibility, on: boolean) => {
    const has = on ? [...accessibility, word] : accessibility.filter((one) => one !== word);
    write.mutate({ places: [{ practice_id: id, accessibility: has }] });
  };
  return (
    <section className={classes.card} aria-labelledby={`lieu-${id}`}>
      <h2 id={`lieu-${id}`}>{name}</h2>
      <p>
        {[practice.address_line, practice.postal_code, practice.commune_name]
          .filter(Boolean)
          .join(", ")}
      </p>
      <div className={classes.fact}>
        <h3>Téléphone</h3>
        {editing === "phone" ? (
          <PhoneForm
            known={phone}
            write={write}
            onSave={(number) =>
              write.mutate({ places: [{ practice_id: id, accessibility, phone: number }] }, done)
            }
            onClose={() => setEditing(null)}
          />
        ) : (
          <>
            <p>{phone ? phoneWords(phone) : "Aucun numéro connu."}</p>
            <Button
              size="small"
              aria-label={`${phone ? "Changer" : "Donner"} le téléphone, ${name}`}
              onClick={() => setEditing("phone")}
            >
              {phone ? "Changer" : "Donner un numéro"}
            </Button>
          </>
        )}
      </div>
      <div className={classes.fact}>
        <h3>Horaires</h3>
        <p>{hoursWords(hours) || "Non renseignés."}</p>
        <Button
          size="small"
          aria-label={`${hours.length > 0 ? "Changer" : "Donner"} les horaires, ${name}`}
          onClick={() => setEditing("hours")}
        >
          {hours.length > 0 ? "Changer" : "Donner des horaires"}
        </Button>
      </div>
      <div className={classes.switches}>
        {(Object.keys(ACCESSIBILITY) as Accessibility[]).map((word) => (
          <Switch
            key={word}
            checked={accessibility.includes(word)}
            onChange={(on) => set(word, on)}
          >
            {ACCESSIBILITY[word]}
          </Switch>
        ))}
      </div>
      <p className={classes.help}>
        {checkLines(checks).join(". ")}. L’adresse vient du répertoire national&nbsp;: votre ordre
        la corrige.
      </p>
      {editing === "hours" && (
        <HoursSheet
          place={name}
          known={hours}
          write={write}
          onSave={(said) =>
            write.mutate({ places: [{ practice_id: id, accessibility, hours: said }] }, done)
          }
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  );
}
