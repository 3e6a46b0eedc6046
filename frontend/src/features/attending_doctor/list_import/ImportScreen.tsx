import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AttendingDoctorListCheck } from "../../../api";
import { getCommunityOptions } from "../../../api/@tanstack/react-query.gen";
import { serverNow } from "../../../clock";
import { count } from "../../../figures";
import { dayKey } from "../../../time";
import { birthDateProblem, isoDate } from "../../../typed";
import { Button, ButtonLink } from "../../../ui/Button";
import { DateField } from "../../../ui/Field";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { CloseLink } from "../../../ui/PageBack";
import { Refusal } from "../../../ui/Refusal";
import { Checked } from "./Checked";
import { DropFile } from "./DropFile";
import classes from "./ImportScreen.module.css";
import { MOST_BYTES, useCheck, useImport } from "./list";
import { doneWord, enterWord, opposedWord } from "./words";

/** Enters the list that the CPAM sends: a file, what is wrong with it, then the good lines. */
export function ImportScreen() {
  const [file, setFile] = useState<File | null>(null);
  const check = useCheck();
  const tooLarge = file !== null && file.size > MOST_BYTES;

  function take(chosen: File) {
    setFile(chosen);
    check.reset();
    if (chosen.size <= MOST_BYTES) check.mutate(chosen);
  }

  return (
    <Page title="Importer la liste CPAM" back={<CloseLink to="/medecin-traitant" />}>
      <div className={classes.root}>
        <p className={classes.small}>
          Il faut les colonnes nom, prénom, date de naissance, sexe, téléphone et code INSEE de la
          commune. Le fichier n’est gardé nulle part.
        </p>
        <DropFile name={file?.name ?? null} onFile={take} />
        {check.isPending && <p role="status">Lecture de la liste…</p>}
        {tooLarge && (
          <Note tone="crit" alert>
            Ce fichier dépasse 8 Mo. Coupez la liste en plusieurs fichiers.
          </Note>
        )}
        {check.error && <Refusal error={check.error} />}
        {file && check.data && <Checked check={check.data} file={file} />}
        {file && check.data && check.data.problem === null && (
          <Entering key={`${file.name} ${file.lastModified}`} file={file} check={check.data} />
        )}
        <PublicForm />
      </div>
    </Page>
  );
}

/** The other door: what to write on a poster. */
function PublicForm() {
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const path = `/sans-medecin/${community.finess}`;
  return (
    <section className={classes.section} aria-labelledby="formulaire-public">
      <h2 id="formulaire-public">Sans liste</h2>
      <p className={classes.small}>
        Chacun peut demander un médecin sans compte, pour soi ou pour un proche. À mettre sur une
        affiche&nbsp;: <a href={path}>{`${window.location.host}${path}`}</a>
      </p>
    </section>
  );
}

function Entering({ file, check }: { file: File; check: AttendingDoctorListCheck }) {
  const [letter, setLetter] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const { entering, done } = useImport();
  const seen = done.imported + done.known + done.refused;
  if (entering.isSuccess) {
    return (
      <Note tone="ok" alert>
        <p>{doneWord(done)}</p>
        <ButtonLink to="/medecin-traitant" variant="filled">
          Voir la liste
        </ButtonLink>
      </Note>
    );
  }
  if (check.ready === 0 && check.opposed === 0) {
    return <Note>Personne à saisir dans ce fichier.</Note>;
  }

  function enter() {
    const informedOn = isoDate(letter);
    const problem = birthDateProblem(letter, dayKey(serverNow()));
    setWrong(problem);
    if (informedOn && !problem) entering.mutate({ file, informedOn });
  }

  return (
    <section className={classes.section} aria-labelledby="saisir">
      <h2 id="saisir">
        {check.ready === 0 ? "Prendre en compte les oppositions" : "Saisir les bonnes lignes"}
      </h2>
      <div className={classes.date}>
        <DateField
          id="courrier"
          label="Courrier de la CPAM envoyé le"
          help="Ces personnes ont été informées et pouvaient s’opposer."
          value={letter}
          onChange={(typed) => {
            setLetter(typed);
            setWrong(null);
          }}
          autoComplete="off"
          error={wrong}
        />
      </div>
      {check.opposed > 0 && <Note tone="warn">{opposedWord(check.opposed)}</Note>}
      {(entering.isPending || entering.isError) && (
        <>
          <progress
            className={classes.progress}
            max={check.lines}
            value={seen}
            aria-label="Lignes vues"
          />
          <p role="status">
            {count(seen)} lignes vues sur {count(check.lines)}
          </p>
        </>
      )}
      {entering.error && <Refusal error={entering.error} />}
      <Button variant="filled" busy={entering.isPending && "Saisie…"} onClick={enter}>
        {entering.isError ? "Reprendre la saisie" : enterWord(check)}
      </Button>
    </section>
  );
}
