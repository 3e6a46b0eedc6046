import { ButtonLink } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import { StatusShape } from "../../ui/StatusShape";
import { Switch } from "../../ui/Switch";
import rows from "../../ui/standing-rows.module.css";
import classes from "./Sites.module.css";
import { assistantStanding } from "./site-words";
import { useOwnAssistance, useVolunteer } from "./sites";

type OwnAssistanceProps = {
  /** With the one tap that says whether one volunteers; elsewhere the page has it already. */
  asks?: boolean;
};

/** Whether I assist teleconsultations, what I still lack, and where. Nothing for who may not assist. */
export function OwnAssistance({ asks = false }: OwnAssistanceProps) {
  const { data } = useOwnAssistance();
  const say = useVolunteer();
  if (!data?.may_volunteer) return null;
  const { assistant } = data;
  if (!asks && !assistant.volunteers) return null;
  const { shape, word } = assistantStanding(assistant);
  const said = say.isPending ? say.variables : assistant.volunteers;
  return (
    <section className={classes.card} aria-labelledby="assister">
      <h2 id="assister">Assister une téléconsultation</h2>
      {asks && (
        <Switch checked={said} onChange={(on) => say.mutate(on)}>
          Je suis volontaire
        </Switch>
      )}
      {assistant.volunteers && (
        <p className={rows.standing}>
          <StatusShape shape={shape} />
          {word}
        </p>
      )}
      {assistant.lacks.includes("no_training") && assistant.volunteers && (
        <p className={classes.help}>La coordination vous propose une formation.</p>
      )}
      <Refusal error={say.error} />
      {!asks && (
        <ButtonLink to="/teleconsultation/sites" wide>
          Voir les sites
        </ButtonLink>
      )}
    </section>
  );
}
