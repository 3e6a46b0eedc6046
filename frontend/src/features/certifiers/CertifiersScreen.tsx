import { lazy, Suspense, useState } from "react";
import type { Certifier } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import rows from "../../ui/standing-rows.module.css";
import { categoryWords, standing } from "./certifier-words";
import { useCertifiers } from "./certifiers";
import { DossierSheet } from "./DossierSheet";

const AddCertifierSheet = lazy(() => import("./AddCertifierSheet"));

/** The dossiers of those who certify deaths: what was checked of each, and what is to be looked at. */
export function CertifiersScreen() {
  const { data, error } = useCertifiers();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const shown = data?.certifiers;
  const opened = shown?.find(({ professional }) => professional.id === chosen);
  return (
    <Page
      title="Dossiers des certificateurs"
      column
      back={<BackLink to="/deces/astreinte" />}
      aside={
        <Button size="small" onClick={() => setAdding(true)}>
          Ajouter
        </Button>
      }
    >
      <Refusal error={error} />
      {!shown && !error && <Skeletons shape="row" count={6} />}
      {shown?.length === 0 && (
        <EmptyState title="Aucun volontaire">
          Chacun se dit volontaire pour les constatations de décès sur sa page « Moi ». Son dossier
          vient alors ici, à vérifier. Un médecin retraité, un étudiant de 3e cycle ou un praticien
          à diplôme étranger, que le répertoire ne connaît pas, s’ajoute ici.
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
      {adding && (
        <Suspense fallback={null}>
          <AddCertifierSheet onClose={() => setAdding(false)} />
        </Suspense>
      )}
      {opened && <DossierSheet of={opened} onClose={() => setChosen(null)} />}
    </Page>
  );
}

function Row({ of, onOpen }: { of: Certifier; onOpen: () => void }) {
  const { shape, word } = standing(of);
  const { name, sector, commune_name } = of.professional;
  return (
    <button type="button" className={rows.row} onClick={onOpen}>
      <span className={rows.who}>
        <b>{name}</b>
        <small>{[categoryWords(of), sector ?? commune_name].filter(Boolean).join(" · ")}</small>
      </span>
      <span className={rows.standing}>
        <StatusShape shape={shape} />
        {word}
      </span>
    </button>
  );
}
