import { IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./ImportScreen.module.css";

/** Where a file is dropped, or chosen: one control for the mouse, the keyboard and the finger. */
export function DropFile({ name, onFile }: { name: string | null; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);

  function take(files: FileList | null) {
    const [file] = files ?? [];
    if (file) onFile(file);
  }

  return (
    <label
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        type="file"
        accept=".csv,.txt,text/csv"
        className="visually-hidden"
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <IconFileImport size={28} stroke={1.5} aria-hidden="true" />
      <b>{name ?? "Déposer la liste ici, ou choisir un fichier"}</b>
      <span className={classes.small}>
        {name ? "Choisir un autre fichier" : "CSV, 20 000 lignes au plus"}
      </span>
    </label>
  );
}
