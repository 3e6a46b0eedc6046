import type { ReactNode } from "react";

/** What a fact is called, and what is said of it; nothing to say, and the fact is left out. */
export type Fact = [name: string, said: ReactNode];

type FactListProps = {
  facts: Fact[];
  className?: string;
  /** How it lies, for the sheet of the class. */
  look?: string;
};

/** What is known of something, line by line. */
export function FactList({ facts, className, look }: FactListProps) {
  return (
    <dl className={className} data-look={look}>
      {facts.map(
        ([name, said]) =>
          said && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{said}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
