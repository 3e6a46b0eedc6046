import { problemSentence } from "../problems";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";

type UnreadProps = {
  /** What could not be read: "Les traces n’ont pas pu être lues". */
  title: string;
  list: { isError: boolean; data: unknown; error: unknown; refetch: () => unknown };
};

/** A list that could not be read at all, why, and the way to try again; nothing while one is shown. */
export function Unread({ title, list }: UnreadProps) {
  if (!list.isError || list.data !== undefined) return null;
  return (
    <EmptyState
      title={title}
      action={<Button onClick={() => void list.refetch()}>Réessayer</Button>}
    >
      {problemSentence(list.error)}
    </EmptyState>
  );
}
