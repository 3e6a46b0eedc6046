import type { ReactNode } from "react";
import classes from "./AskSheet.module.css";
import { Button } from "./Button";
import { Sheet } from "./Sheet";

type AskSheetProps = {
  title: string;
  /** The consequence, named. */
  promise: ReactNode;
  keep: string;
  act: string;
  onYes: () => void;
  onClose: () => void;
};

/** An act asked twice, because somebody counts on what it ends. */
export function AskSheet({ title, promise, keep, act, onYes, onClose }: AskSheetProps) {
  return (
    <Sheet title={title} onClose={onClose}>
      <div className={classes.root}>
        <div className={classes.promise}>{promise}</div>
        <div className={classes.pair}>
          <Button onClick={onClose}>{keep}</Button>
          <Button
            variant="filled"
            onClick={() => {
              onYes();
              onClose();
            }}
          >
            {act}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
