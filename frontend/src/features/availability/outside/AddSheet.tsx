import { type FormEvent, useState } from "react";
import type { OutsideCalendarKind } from "../../../api";
import { problemFields, problemSentence } from "../../../problems";
import { announce } from "../../../ui/announce";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Note } from "../../../ui/Note";
import { Segments } from "../../../ui/Segments";
import { Sheet } from "../../../ui/Sheet";
import { Switch } from "../../../ui/Switch";
import { CaldavForm } from "./CaldavForm";
import { FilePick } from "./FilePick";
import classes from "./OutsideScreen.module.css";
import { useAdd, wholeAddress } from "./outside";
import { CALENDAR_KIND, PUBLIC_ADDRESS } from "./outside-words";

const KINDS = (Object.keys(CALENDAR_KIND) as OutsideCalendarKind[]).map((value) => ({
  value,
  label: CALENDAR_KIND[value],
}));

/** An agenda to read: at an address, from a file, or on a CalDAV server. */
export function AddSheet({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<OutsideCalendarKind>("ics_url");
  function added() {
    announce("Agenda ajouté");
    onClose();
  }
  return (
    <Sheet title="Ajouter un agenda" onClose={onClose}>
      <div className={classes.form}>
        <Segments legend="Il se lit par" options={KINDS} value={kind} onChange={setKind} />
        {kind === "caldav" ? (
          <CaldavForm onAdded={added} />
        ) : (
          <PublishedForm kind={kind} onAdded={added} />
        )}
      </div>
    </Sheet>
  );
}

type PublishedFormProps = { kind: "ics_url" | "ics_file"; onAdded: () => void };

function PublishedForm({ kind, onAdded }: PublishedFormProps) {
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [wholeDays, setWholeDays] = useState(true);
  const [tried, setTried] = useState(false);
  const add = useAdd(onAdded);
  const fields = problemFields(add.error);
  const byFile = kind === "ics_file";
  const lacks = byFile ? file === null : url.trim() === "";

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (lacks || add.isPending) return;
    const input = { kind, name: name.trim() || CALENDAR_KIND[kind], all_day_busy: wholeDays };
    if (byFile) {
      add.mutate({ input, file: (await file?.text()) ?? "" });
      return;
    }
    add.mutate({ input: { ...input, url: wholeAddress(url) }, file: null });
  }
  return (
    <form className={classes.fields} onSubmit={(event) => void submit(event)} noValidate>
      {byFile ? (
        <FilePick onPick={setFile}>{file?.name ?? "Choisir un fichier .ics"}</FilePick>
      ) : (
        <TextField
          label="Adresse"
          value={url}
          onChange={setUrl}
          placeholder="https://"
          autoComplete="off"
          help="L’adresse secrète au format iCal, dans les réglages de votre agenda."
          error={tried && lacks ? "Collez l’adresse de l’agenda." : fields.url && PUBLIC_ADDRESS}
        />
      )}
      {byFile && tried && lacks && <Note tone="crit">Choisissez un fichier.</Note>}
      <TextField
        label="Nom pour vous"
        value={name}
        onChange={setName}
        placeholder="Cabinet, Maison…"
        optional
        error={fields.name}
      />
      <Switch checked={wholeDays} onChange={setWholeDays}>
        Les journées entières m’occupent
      </Switch>
      {add.error && (
        <Note tone="crit" alert>
          {byFile
            ? "Ce fichier ne se lit pas. Exportez-le de nouveau au format iCal."
            : problemSentence(add.error, true)}
        </Note>
      )}
      <Button type="submit" variant="filled" wide busy={add.isPending && "Lecture…"}>
        Ajouter
      </Button>
    </form>
  );
}
