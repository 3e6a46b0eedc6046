import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Membership } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { BackLink } from "../../ui/BackLink";
import { Button } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import { Switch } from "../../ui/Switch";
import { type PageChange, useMembership, useMembershipChange, usePageChange } from "./membership";
import { OwnPlace } from "./OwnPlace";
import classes from "./PageScreen.module.css";
import { PageToConfirm } from "./PageToConfirm";
import { checkLines, confirmationWords, LANGUAGE, newPatientsWords, SKILL } from "./page-words";

/** One's own page of the directory: still right in one tap, or corrected where it is not. */
export function PageScreen() {
  const { data: known, error } = useMembership();
  const write = usePageChange();
  const answers = useMembershipChange();
  const refusal = write.error ?? answers.error ?? (known ? null : error);
  const change = (changed: PageChange) => write.mutate(changed);
  return (
    <Page title="Ma fiche" column back={<BackLink to="/moi" />}>
      <Refusal error={refusal} />
      {!known && !error && <Skeletons shape="row" count={6} />}
      {known && (
        <div className={classes.root}>
          <Standing known={known} />
          <PageToConfirm />
          <section className={classes.card} aria-labelledby="accepte">
            <h2 id="accepte">Ce que j’accepte</h2>
            <div className={classes.switches}>
              <Switch
                checked={known.accepts_new_patients === true}
                onChange={(accepts_new_patients) => answers.mutate({ accepts_new_patients })}
              >
                {said("De nouveaux patients", newPatients(known))}
              </Switch>
              <Switch
                checked={known.home_visits === true}
                onChange={(home_visits) => answers.mutate({ home_visits })}
              >
                {said("Des visites à domicile", known.home_visits === null ? "pas précisé" : null)}
              </Switch>
            </div>
          </section>
          <Sectors known={known} onChange={(sectors) => change({ sectors })} />
          <section className={classes.card} aria-labelledby="langues">
            <h2 id="langues">Langues parlées avec les patients</h2>
            <ChosenWords
              add="Ajouter une langue"
              words={LANGUAGE}
              chosen={known.languages}
              onChange={(languages) => change({ languages })}
            />
          </section>
          <section className={classes.card} aria-labelledby="savoir-faire">
            <h2 id="savoir-faire">Savoir-faire</h2>
            <ChosenWords
              add="Ajouter un savoir-faire"
              words={SKILL}
              chosen={known.skills}
              onChange={(skills) => change({ skills })}
            />
          </section>
          {known.practices.map((practice) => (
            <OwnPlace
              key={practice.id}
              practice={practice}
              checks={known.checks.filter((check) => check.practice_id === practice.id)}
              write={write}
            />
          ))}
        </div>
      )}
    </Page>
  );
}

function newPatients({ accepts_new_patients, new_patients_lapse }: Membership): string | null {
  if (new_patients_lapse) return newPatientsWords(accepts_new_patients, new_patients_lapse);
  return accepts_new_patients === null ? "pas précisé" : null;
}

function said(label: string, note: string | null) {
  return (
    <span>
      {label}
      {note && <span className={classes.help}> ({note.toLowerCase()})</span>}
    </span>
  );
}

/** How old the page is. */
function Standing({ known }: { known: Membership }) {
  const { shape, words } = confirmationWords(known.confirmation);
  return (
    <p className={classes.standing}>
      <StatusShape shape={shape} />
      <span>
        {words}. Vos confrères la lisent dans l’annuaire. Vos volontariats se règlent dans Moi.
      </span>
    </p>
  );
}

/** The quarters where one makes home visits, among those that the community names. */
function Sectors({ known, onChange }: { known: Membership; onChange: (names: string[]) => void }) {
  const { data: community } = useQuery(getCommunityOptions());
  const named = community?.sectors ?? [];
  if (named.length === 0) return null;
  const check = known.checks.filter((one) => one.fact === "sectors");
  return (
    <section className={classes.card} aria-labelledby="secteurs">
      <h2 id="secteurs">Secteurs de visite</h2>
      {known.sectors.length === 0 && (
        <p className={classes.help}>Aucun n’est dit&nbsp;: vos confrères vous croient partout.</p>
      )}
      <ChosenWords
        add="Ajouter un secteur"
        words={Object.fromEntries(named.map(({ name }) => [name, name]))}
        chosen={known.sectors}
        onChange={onChange}
      />
      {check.length > 0 && <p className={classes.help}>{checkLines(check).join(". ")}.</p>}
    </section>
  );
}

type ChosenWordsProps<V extends string> = {
  add: string;
  words: Record<V, string>;
  chosen: V[];
  onChange: (chosen: V[]) => void;
};

/** Some words of a long list: those chosen, each with a way out, and the others to add. */
function ChosenWords<V extends string>({ add, words, chosen, onChange }: ChosenWordsProps<V>) {
  const others = (Object.keys(words) as V[])
    .filter((word) => !chosen.includes(word))
    .map((value) => ({ value, label: words[value] }))
    .sort((one, other) => one.label.localeCompare(other.label, "fr"));
  return (
    <>
      {chosen.length > 0 && (
        <ul className={classes.chosen}>
          {chosen.map((word) => (
            <li key={word}>
              <Button
                size="small"
                aria-label={`Retirer ${words[word]}`}
                onClick={() => onChange(chosen.filter((one) => one !== word))}
              >
                {words[word]}
                <IconX size={16} stroke={1.75} aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <SelectField
        label={add}
        empty="Choisir"
        value=""
        options={others}
        onChange={(word) => word !== "" && onChange([...chosen, word])}
      />
    </>
  );
}
