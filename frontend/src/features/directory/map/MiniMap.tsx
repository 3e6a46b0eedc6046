import { lazy, Suspense } from "react";
import { useTerritory } from "../directory";
import classes from "./MiniMap.module.css";
import type { MapPoint } from "./points";

const TerritoryMap = lazy(() => import("./TerritoryMap"));

/** Where one is, at the top of a page: nothing when no point is known, nor on a phone. */
export function MiniMap({ points }: { points: MapPoint[] }) {
  const territory = useTerritory();
  if (!territory.data || points.length === 0) return null;
  return (
    <div className={classes.root}>
      <Suspense fallback={null}>
        <TerritoryMap territory={territory.data} points={points} close />
      </Suspense>
    </div>
  );
}
