import { type ReactNode, useState } from "react";
import type { CareMode, Commune, Need } from "../../api";
import { Button } from "../../ui/Button";
import { SelectField } from "../../ui/SelectField";
import { CARE_MODE, NEED } from "../../words";
import classes from "./Regulation.module.css";
import { RADII } from "./radii";
import type { Wanted } from "./regulation";

const NEEDS = Object.entries(NEED).map(([value, label]) => ({ value: value as Need, label }));
const MODES = Object.entries(CARE_MODE).map(([value, label]) => ({
  value: value as CareMode,
  label,
}));
const AROUND = RADII.map((km) => ({ value: String(km), label: `+ ${km} km` }));

type SearchBarProps = {
  wanted: Wanted;
  communes: readonly Commune[];
  onSearch: (wanted: Wanted) => void;
  children: ReactNode;
};

/** What is looked for: it counts once « Chercher » is pressed. */
export function SearchBar({ wanted, communes, onSearch, children }: SearchBarProps) {
  const [typed, setTyped] = useState(wanted);
  const change = (some: Partial<Wanted>) => setTyped((known) => ({ ...known, ...some }));
  return (
    <form
      className={classes.search}
      aria-label="Ce que l’on cherche"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed);
      }}
    >
      <SelectField
        label="Besoin"
        value={typed.need ?? ""}
        empty="Tous les besoins"
        options={NEEDS}
        onChange={(need) => change({ need: need || null })}
      />
      <SelectField
        label="Commune"
        value={typed.commune}
        options={communes.map(({ insee, name }) => ({ value: insee, label: name }))}
        onChange={(commune) => change({ commune, professionalId: null })}
      />
      <SelectField
        label="Autour"
        value={String(typed.radiusKm)}
        options={AROUND}
        onChange={(km) => change({ radiusKm: Number(km) })}
      />
      <SelectField
        label="Comment"
        value={typed.mode ?? ""}
        empty="Peu importe"
        options={MODES}
        onChange={(mode) => change({ mode: mode || null })}
      />
      <Button type="submit" variant="filled">
        Chercher
      </Button>
      {children}
    </form>
  );
}
