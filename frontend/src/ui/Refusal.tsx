import { problemSentence } from "../problems";
import { Note } from "./Note";

/** What the server refused, or that it did not answer, said at once; nothing while nothing was refused. */
export function Refusal({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <Note tone="crit" alert>
      {problemSentence(error)}
    </Note>
  );
}
