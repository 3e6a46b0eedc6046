import type { Membership, Volunteering } from "../../api";
import { phoneWords } from "../../figures";
import { numericDate } from "../../time";
import { announce } from "../../ui/announce";
import { Button, ButtonLink } from "../../ui/Button";
import { hoursWords } from "../../ui/hours";
import { Refusal } from "../../ui/Refusal";
import { StatusShape } from "../../ui/StatusShape";
import classes from "./ConfirmCard.module.css";
import { useConfirmation } from "./membership";
import { VOLUNTEERING } from "./membership-words";
import { LANGUAGE, newPatientsWords, SKILL } from "./page-words";

type ConfirmCardProps = {
  known: Membership;
  /** Not on the page where it is corrected: the card leads there. */
  elsewhere?: boolean;
};

/** "Votre fiche est-elle toujours juste ?": what it says, and one tap that says yes. */
export default function ConfirmCard({ known, elsewhere = false }: ConfirmCardProps) {
  const confirm = useConfirmation();
  const { confirmation } = known;
  const asked = confirmation.state !== "confirmed";
  const yes = () =>
    confirm.mutate(known.version, { onSuccess: () => announce("Merci. Fiche confirmée.") });
  return (
    <section className={classes.root} aria-labelledby="fiche-juste">
      {asked ? (
        <h2 id="fiche-juste">Votre fiche est-elle toujours juste&nbsp;?</h2>
      ) : (
        <h2 id="fiche-juste" className={classes.done}>
          <StatusShape shape="agreed" />
          Fiche confirmée
        </h2>
      )}
      {asked ? (
        <dl className={classes.facts}>
          {linesOf(known).map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>Merci. Nous vous la redemanderons le {numericDate(confirmation.due_on)}.</p>
      )}
      <Refusal error={confirm.error} />
      {asked && (
        <div className={classes.acts}>
          {elsewhere && (
            <ButtonLink to="/moi/fiche" size="decision">
              Corriger
            </ButtonLink>
          )}
          <Button
            variant="filled"
            size="decision"
            busy={confirm.isPending && "Envoi…"}
            onClick={yes}
          >
            Oui, tout est juste
          </Button>
        </div>
      )}
    </section>
  );
}

/** What the page says, as colleagues read it: only what it says. */
function linesOf(known: Membership): [label: string, value: string][] {
  const willing = (Object.keys(VOLUNTEERING) as (keyof Volunteering)[])
    .filter((name) => known.volunteering[name])
    .map((name) => VOLUNTEERING[name].toLowerCase());
  const patients = newPatientsWords(known.accepts_new_patients, known.new_patients_lapse);
  const lines: [string, string | null][] = [
    ["Volontaire pour", willing.join(", ") || "rien pour l’instant"],
    ["Nouveaux patients", patients],
    ["Visites à domicile", known.home_visits === null ? null : known.home_visits ? "Oui" : "Non"],
    ["Secteurs de visite", known.sectors.join(", ") || null],
    ["Langues", known.languages.map((one) => LANGUAGE[one]).join(", ") || null],
    ["Savoir-faire", known.skills.map((one) => SKILL[one].toLowerCase()).join(", ") || null],
    ...known.practices.map((place): [string, string] => [
      place.name ?? "Lieu d’exercice",
      [
        place.address_line,
        place.commune_name,
        place.phone && phoneWords(place.phone),
        hoursWords(place.hours),
      ]
        .filter(Boolean)
        .join(", "),
    ]),
  ];
  return lines.filter((line): line is [string, string] => line[1] !== null);
}
