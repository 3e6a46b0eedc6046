import { IconFile } from "@tabler/icons-react";
import classes from "./OutsideScreen.module.css";

type FilePickProps = {
  /** `Choisir un fichier .ics`, or the name of the one that was chosen. */
  children: string;
  onPick: (file: File) => void;
};

/** The browser's own choice of a file, under our words: its own are in the language of the machine. */
export function FilePick({ children, onPick }: FilePickProps) {
  return (
    <label className={classes.file}>
      <input
        type="file"
        accept=".ics,text/calendar"
        className="visually-hidden"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onPick(file);
          event.currentTarget.value = "";
        }}
      />
      <IconFile size={18} stroke={1.75} aria-hidden="true" />
      {children}
    </label>
  );
}
