import { problemSentence } from "../problems";
import { Note } from "./Note";

type RefusalProps = {
  error: unknown;
  /** Under a form: what was typed stays, and that is said. */
  typed?: boolean;
};

/** What the server refused, or that it did not answer, said at once; nothing while nothing was refused. */
export function Refusal({ error, typed = false }: RefusalProps) {
  if (!error) return null;
  return (
    <Note tone="crit" alert>
      {problemSentence(error, typed)}
    </Note>
  );
}
