import { IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { type OrganisationPage, replaceOrganisationPage } from "../../../api";
import { getOrganisationQueryKey } from "../../../api/@tanstack/react-query.gen";
import { isProblem, problemFields, problemSentence } from "../../../problems";
import { ActionBar } from "../../../ui/ActionBar";
import { announce } from "../../../ui/announce";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { DifferentDaysFields } from "../../../ui/DifferentDaysFields";
import { PhoneField } from "../../../ui/Field";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { ProfessionalPicker } from "../../../ui/ProfessionalPicker";
import { WeekFields } from "../../../ui/WeekFields";
import { etag, useWrite } from "../../../writes";
import classes from "./StructureEdit.module.css";
import { type Draft, draftOf, faultsOf, inputOf } from "./structure-form";
import { checkedWords } from "./structure-words";

type StructureEditProps = { structure: OrganisationPage };

/** The page of a structure, to correct or to find right: hours, different days, phone, who works there. */
export function StructureEdit({ structure }: StructureEditProps) {
  // What somebody else wrote meanwhile is not mixed into what is being typed.
  const [read, setRead] = useState(structure);
  return (
    <Page
      title="Modifier la fiche"
      column
      focused
      back={<BackLink to="/annuaire/structures/$id" params={{ id: structure.id }} />}
    >
      {structure.actions.includes("edit") ? (
        <Form key={read.version} known={read} again={() => setRead(structure)} />
      ) : (
        <Note>
          Cette fiche est tenue par la structure et par la coordination de son territoire.
        </Note>
      )}
    </Page>
  );
}

function useSave(id: string) {
  const queries = useQueryClient();
  return useWrite<Draft, OrganisationPage>(
    async (draft, key) => {
      const { data } = await replaceOrganisationPage({
        path: { organisation_id: id },
        headers: { "If-Match": etag(draft.version), "Idempotency-Key": key },
        body: inputOf(draft),
        throwOnError: true,
      });
      return data;
    },
    {
      onDone: (page) =>
        queries.setQueryData(getOrganisationQueryKey({ path: { organisation_id: id } }), page),
    },
  );
}

function Form({ known, again }: { known: OrganisationPage; again: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(known));
  const [tried, setTried] = useState(false);
  const save = useSave(known.id);
  const navigate = useNavigate();
  const stale = isProblem(save.error) && save.error.type === "stale_version";
  const faults = { ...problemFields(save.error), ...(tried ? faultsOf(draft) : {}) };
  const change = (changed: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...changed }));
    save.reset();
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (save.isPending || Object.keys(faultsOf(draft)).length > 0) return;
    save.mutate(draft, {
      onSuccess: () => {
        announce("Fiche enregistrée");
        void navigate({ to: "/annuaire/structures/$id", params: { id: known.id } });
      },
    });
  }
  return (
    <form className={classes.root} onSubmit={submit} noValidate>
      <p className={classes.name}>
        <b>{known.name}</b>
        <span>{checkedWords(known)}</span>
      </p>
      <section className={classes.card} aria-labelledby="semaine">
        <h2 id="semaine">Horaires de la semaine</h2>
        <WeekFields week={draft.week} faults={faults} onChange={(week) => change({ week })} />
      </section>
      <section className={classes.card} aria-labelledby="differents">
        <h2 id="differents">Jours différents</h2>
        <p className={classes.help}>
          Congés, fermeture, ouverture un dimanche ou un jour férié&nbsp;: ces jours-là, ces
          horaires remplacent ceux de la semaine.
        </p>
        <DifferentDaysFields
          different={draft.different}
          faults={faults}
          onChange={(different) => change({ different })}
        />
      </section>
      <section className={classes.card} aria-labelledby="contact">
        <h2 id="contact">Contact</h2>
        {known.instruction === "call_15" && (
          <p className={classes.help}>On y va en appelant le 15, qui reste affiché.</p>
        )}
        <PhoneField
          label="Téléphone"
          value={draft.phone}
          onChange={(phone) => change({ phone })}
          error={faults.phone && "Donnez un numéro français, 01 99 00 42 18 par exemple."}
          optional
        />
      </section>
      <section className={classes.card} aria-labelledby="exercent">
        <h2 id="exercent">Y exercent</h2>
        {draft.members.length > 0 && (
          <ul className={classes.chosen}>
            {draft.members.map((one, at) => (
              <li key={one.id}>
                <Button
                  size="small"
                  aria-label={`Retirer ${one.name}`}
                  onClick={() => change({ members: draft.members.filter((o) => o !== one) })}
                >
                  {one.name}
                  <IconX size={16} stroke={1.75} aria-hidden="true" />
                </Button>
                {faults[`member_ids.${at}`] && (
                  <p className={classes.error}>Choisissez quelqu’un du territoire.</p>
                )}
              </li>
            ))}
          </ul>
        )}
        <ProfessionalPicker
          label="Ajouter un professionnel"
          id="ajouter"
          chosen={null}
          optional
          onChoose={(one) => {
            if (one && draft.members.every(({ id }) => id !== one.id))
              change({ members: [...draft.members, one] });
          }}
        />
      </section>
      {tried && Object.keys(faults).length > 0 && (
        <Note tone="crit" alert>
          Des heures ou des jours sont à reprendre, dans les champs marqués.
        </Note>
      )}
      {save.error && Object.keys(problemFields(save.error)).length === 0 && (
        <Note tone="crit" alert>
          {stale
            ? "Quelqu’un d’autre a modifié cette fiche pendant que vous écriviez. Rien n’a été changé."
            : problemSentence(save.error, true)}
        </Note>
      )}
      {stale && (
        <Button
          onClick={() => {
            save.reset();
            again();
          }}
        >
          Relire la fiche
        </Button>
      )}
      <ActionBar>
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          Enregistrer, tout est vérifié
        </Button>
      </ActionBar>
    </form>
  );
}
