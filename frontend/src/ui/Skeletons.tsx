import { useEffect, useState } from "react";
import classes from "./Skeletons.module.css";

const SHOWN_AFTER_MS = 150;

/** The true shape of what is coming, at its true height. */
export type SkeletonShape = "offer" | "row" | "thread" | "result" | "line";

type SkeletonsProps = { shape: SkeletonShape; count: number; label?: string };

/** Ghosts of what is loading, still, and only when it lasts more than 150 ms. */
export function Skeletons({ shape, count, label = "Chargement" }: SkeletonsProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.root} data-shape={shape} aria-busy="true" data-late={late || undefined}>
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ghosts are all alike and never move.
        <div key={index} className={classes.ghost} aria-hidden="true">
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
