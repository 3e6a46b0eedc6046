import { type FormEvent, useState } from "react";
import type { TeleconsultationSite } from "../../api";
import { problemFields } from "../../problems";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { DifferentDaysFields } from "../../ui/DifferentDaysFields";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { WeekFields } from "../../ui/WeekFields";
import {
  differentOf,
  exceptionsOf,
  faultsOfDifferent,
  faultsOfWeek,
  weekHours,
  weekOf,
} from "../../ui/week-form";
import classes from "./Sites.module.css";
import { useSaveOpening } from "./sites";

/** When a site is open: its week, and the days that are different. */
export default function OpeningSheet(props: { site: TeleconsultationSite; onClose: () => void }) {
  const { site, onClose } = props;
  const [week, setWeek] = useState(() => weekOf(site.hours));
  const [different, setDifferent] = useState(() => differentOf(site.exceptions));
  const [tried, setTried] = useState(false);
  const save = useSaveOpening();
  const missing = { ...faultsOfWeek(week), ...faultsOfDifferent(different) };
  const refused = problemFields(save.error);
  const faults = { ...refused, ...(tried ? missing : {}) };

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (save.isPending || Object.keys(missing).length > 0) return;
    save.mutate(
      { site, body: { hours: weekHours(week), exceptions: exceptionsOf(different) } },
      {
        onSuccess: () => {
          announce("Ouverture enregistrée");
          onClose();
        },
      },
    );
  }
  return (
    <Sheet title="Ouverture du site" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.help}>Les heures où l’on peut y téléconsulter, aidé de quelqu’un.</p>
        <WeekFields
          week={week}
          faults={faults}
          onChange={(changed) => {
            setWeek(changed);
            save.reset();
          }}
        />
        <h3>Jours différents</h3>
        <DifferentDaysFields
          different={different}
          faults={faults}
          onChange={(changed) => {
            setDifferent(changed);
            save.reset();
          }}
        />
        <Refusal typed error={Object.keys(refused).length === 0 && save.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          Enregistrer
        </Button>
      </form>
    </Sheet>
  );
}
