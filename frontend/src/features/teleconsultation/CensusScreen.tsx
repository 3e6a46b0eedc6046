import { lazy, Suspense, useState } from "react";
import type { TeleconsultationAssistant } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import rows from "../../ui/standing-rows.module.css";
import classes from "./Sites.module.css";
import { assistantStanding } from "./site-words";
import { useCensus } from "./sites";

const TrainingSheet = lazy(() => import("./TrainingSheet"));

/** Nurses and pharmacists who volunteer to assist, with what each still lacks. */
export function CensusScreen() {
  const { data, error } = useCensus();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = data?.assistants;
  const opened = shown?.find(({ professional }) => professional.id === chosen);
  return (
    <Page title="Recensement" column back={<BackLink to="/teleconsultation/sites" />}>
      <div className={classes.root}>
        <p className={classes.help}>
          Infirmiers et pharmaciens volontaires pour assister une téléconsultation.
        </p>
        <Refusal error={error} />
        {!shown && !error && <Skeletons shape="row" count={6} />}
        {shown?.length === 0 && (
          <EmptyState title="Aucun volontaire">
            Chacun se dit volontaire d’un geste, à la page «&nbsp;Téléconsultation&nbsp;» ou
            «&nbsp;Moi&nbsp;».
          </EmptyState>
        )}
        {shown && shown.length > 0 && (
          <ul className={rows.list}>
            {shown.map((one) => (
              <li key={one.professional.id}>
                <Row of={one} onOpen={() => setChosen(one.professional.id)} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {opened && (
        <Suspense fallback={null}>
          <TrainingSheet of={opened} onClose={() => setChosen(null)} />
        </Suspense>
      )}
    </Page>
  );
}

function Row({ of, onOpen }: { of: TeleconsultationAssistant; onOpen: () => void }) {
  const { shape, word } = assistantStanding(of);
  const { name, profession_label } = of.professional;
  const sites = of.sites.map((site) => site.name).join(", ");
  return (
    <button type="button" className={rows.row} onClick={onOpen}>
      <span className={rows.who}>
        <b>{name}</b>
        <small>{[profession_label, sites].filter(Boolean).join(" · ")}</small>
      </span>
      <span className={rows.standing}>
        <StatusShape shape={shape} />
        {word}
      </span>
    </button>
  );
}
