import { undo, useUndoable } from "../undo";
import { StatusShape } from "./StatusShape";
import classes from "./UndoToast.module.css";

/** "Déclinée, partie au réseau · Annuler", for eight seconds. Mounted once, at the root. */
export function UndoToast() {
  const waiting = useUndoable();
  return (
    <div role="status" className={classes.region}>
      {waiting && (
        <div className={classes.toast}>
          <StatusShape shape="off" />
          <span>{waiting.sentence}</span>
          <button type="button" onClick={undo}>
            Annuler
          </button>
        </div>
      )}
    </div>
  );
}
