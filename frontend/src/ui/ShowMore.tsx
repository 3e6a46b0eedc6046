import { Button } from "./Button";

type ShowMoreProps = {
  /** An infinite query: whether it has more, whether that comes, and how to ask for it. */
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** Of the block around the button. */
  className?: string;
};

/** The end of a list that was not read whole; nothing when it was. */
export function ShowMore({ list, className }: ShowMoreProps) {
  if (!list.hasNextPage) return null;
  return (
    <div className={className}>
      <Button
        size="small"
        busy={list.isFetchingNextPage && "Lecture…"}
        onClick={() => void list.fetchNextPage()}
      >
        Montrer la suite
      </Button>
    </div>
  );
}
