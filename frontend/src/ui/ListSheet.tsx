import classes from "./ListSheet.module.css";
import { Sheet } from "./Sheet";

type ListSheetProps<V extends string> = {
  title: string;
  promise: string;
  words: Record<V, string>;
  onChoose: (value: V) => void;
  onClose: () => void;
};

/** One tap on a line does it; it can be taken back for eight seconds. */
export function ListSheet<V extends string>({
  title,
  promise,
  words,
  onChoose,
  onClose,
}: ListSheetProps<V>) {
  return (
    <Sheet title={title} onClose={onClose}>
      <p className={classes.promise}>{promise}</p>
      <ul className={classes.lines}>
        {(Object.keys(words) as V[]).map((value) => (
          <li key={value}>
            <button
              type="button"
              onClick={() => {
                onChoose(value);
                onClose();
              }}
            >
              {words[value]}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
