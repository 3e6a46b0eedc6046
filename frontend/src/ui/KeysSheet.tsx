import classes from "./KeysSheet.module.css";
import { Sheet } from "./Sheet";

type KeysSheetProps = {
  /** The key, and what it does. */
  keys: readonly (readonly [key: string, what: string])[];
  onClose: () => void;
};

/** What the keys of a page do. */
export function KeysSheet({ keys, onClose }: KeysSheetProps) {
  return (
    <Sheet title="Au clavier" onClose={onClose}>
      <dl className={classes.root}>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
