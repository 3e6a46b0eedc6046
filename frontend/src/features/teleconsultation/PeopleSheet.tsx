import { IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { ProfessionalSummary, TeleconsultationSite } from "../../api";
import { problemFields } from "../../problems";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { WeekFields } from "../../ui/WeekFields";
import { faultsOfWeek, type Line, weekHours, weekOf } from "../../ui/week-form";
import classes from "./Sites.module.css";
import { assistantStanding, mayBeNamed } from "./site-words";
import { useCensus, useSavePeople } from "./sites";

const WHEN = [
  { value: "always", label: "Toute l’ouverture" },
  { value: "hours", label: "À certaines heures" },
] as const;

type Named = { who: ProfessionalSummary; week: Line[][] | null };

/** `people.2.hours.0.to_time` of the third person is `hours.0.to_time` there. */
function faultsAt(faults: Record<string, string>, at: number): Record<string, string> {
  const before = `people.${at}.`;
  return Object.fromEntries(
    Object.entries(faults)
      .filter(([path]) => path.startsWith(before))
      .map(([path, said]) => [path.slice(before.length), said]),
  );
}

/** Who assists at a site, and when: those of the census whose profession may. */
export default function PeopleSheet(props: { site: TeleconsultationSite; onClose: () => void }) {
  const { site, onClose } = props;
  const census = useCensus();
  const [people, setPeople] = useState<Named[]>(() =>
    site.people.map(({ professional, hours }) => ({
      who: professional,
      week: hours && weekOf(hours),
    })),
  );
  const [tried, setTried] = useState(false);
  const save = useSavePeople();
  const refused = problemFields(save.error);
  const missing = people.map(({ week }) => (week ? faultsOfWeek(week) : {}));
  const others = (census.data?.assistants ?? []).filter(
    ({ professional }) =>
      mayBeNamed(professional, site.kind) && people.every(({ who }) => who.id !== professional.id),
  );
  const change = (changed: Named[]) => {
    setPeople(changed);
    save.reset();
  };
  const set = (at: number, week: Line[][] | null) =>
    change(people.map((one, index) => (index === at ? { ...one, week } : one)));

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (save.isPending || missing.some((faults) => Object.keys(faults).length > 0)) return;
    const body = people.map(({ who, week }) => ({
      professional_id: who.id,
      hours: week && weekHours(week),
    }));
    save.mutate(
      { site, body },
      {
        onSuccess: () => {
          announce("Personnes enregistrées");
          onClose();
        },
      },
    );
  }
  return (
    <Sheet title="Qui assiste" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.help}>
          {site.kind === "pharmacy"
            ? "Dans une pharmacie, seul un pharmacien assiste. Un infirmier n’y exerce pas (CSP R4312-77)."
            : "Hors d’une pharmacie, c’est un infirmier qui assiste."}
        </p>
        {people.map(({ who, week }, at) => {
          const faults = { ...faultsAt(refused, at), ...(tried ? missing[at] : {}) };
          return (
            <div key={who.id} className={classes.person}>
              <div className={classes.title}>
                <b>{who.name}</b>
                <Button
                  variant="quiet"
                  size="small"
                  aria-label={`Retirer ${who.name}`}
                  icon={<IconX size={18} stroke={1.75} aria-hidden="true" />}
                  onClick={() => change(people.filter((_, index) => index !== at))}
                />
              </div>
              {faults.professional_id && <p role="alert">{faults.professional_id}</p>}
              <Segments
                legend={`Quand, pour ${who.name}`}
                options={WHEN}
                value={week ? "hours" : "always"}
                onChange={(when) => set(at, when === "hours" ? weekOf(site.hours) : null)}
              />
              {week && (
                <WeekFields week={week} faults={faults} onChange={(changed) => set(at, changed)} />
              )}
            </div>
          );
        })}
        <SelectField
          label="Ajouter"
          empty={
            others.length > 0 ? "Choisir dans le recensement" : "Personne d’autre au recensement"
          }
          value=""
          options={others.map((one) => ({
            value: one.professional.id,
            label: `${one.professional.name} · ${assistantStanding(one).word}`,
          }))}
          onChange={(id) => {
            const found = others.find(({ professional }) => professional.id === id);
            if (found) change([...people, { who: found.professional, week: null }]);
          }}
        />
        <Refusal typed error={Object.keys(refused).length === 0 && (save.error ?? census.error)} />
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
