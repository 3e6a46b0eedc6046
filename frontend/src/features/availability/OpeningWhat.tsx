import type { CareMode, Need, OpeningKind, SlotAudience } from "../../api";
import { TextField } from "../../ui/Field";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import { CARE_MODE, NEED_SHORT } from "../../words";
import type { OpeningPartProps } from "./OpeningSheet";
import { Several } from "./Several";
import classes from "./Sheets.module.css";

const KINDS: { value: OpeningKind; label: string }[] = [
  { value: "slots", label: "Sur rendez-vous" },
  { value: "range", label: "Sans rendez-vous" },
];

/** Who may take the free slots, said in full. */
const WHO: Record<SlotAudience, string> = {
  cpts: "Les professionnels de la CPTS",
  snp: "La régulation du SAS",
  pro: "Tous les professionnels",
  public: "Tout le monde",
};

const LENGTHS = [5, 10, 15, 20, 25, 30, 40, 45, 60];

function lengths(current: number) {
  const all = LENGTHS.includes(current) ? LENGTHS : [...LENGTHS, current].sort((a, b) => a - b);
  return all.map((minutes) => ({ value: String(minutes), label: `${minutes}\u00a0min` }));
}

/** What the time is for: with or without appointment, how, for which needs, and who sees it. */
export function OpeningWhat({ form, set, problems }: OpeningPartProps) {
  const length = (
    <SelectField
      label={form.kind === "slots" ? "Durée d’un créneau" : "Durée par personne"}
      value={String(form.slot_minutes)}
      options={lengths(form.slot_minutes)}
      onChange={(minutes) => minutes && set({ slot_minutes: Number(minutes) })}
      error={problems.slot_minutes}
    />
  );
  return (
    <>
      <Segments
        legend="Accueil"
        hideLegend
        options={KINDS}
        value={form.kind}
        onChange={(kind) => set({ kind })}
      />
      {form.kind === "slots" ? (
        length
      ) : (
        <div className={classes.pair}>
          <TextField
            kind="numeric"
            label="Places"
            value={form.capacity}
            onChange={(capacity) => set({ capacity })}
            error={problems.capacity}
          />
          {length}
        </div>
      )}
      <Several<CareMode>
        legend="Comment"
        words={CARE_MODE}
        chosen={form.modes}
        onChange={(modes) => set({ modes })}
        error={problems.modes}
      />
      <details className={classes.more}>
        <summary>Qui le voit, et pour quels besoins</summary>
        <div>
          <Several<SlotAudience>
            legend="Qui voit les créneaux libres"
            words={WHO}
            chosen={form.audiences}
            onChange={(audiences) => set({ audiences })}
          >
            {form.audiences.length === 0 &&
              "Personne\u00a0: ils ne servent que si vous acceptez une sollicitation."}
          </Several>
          <Several<Need>
            legend="Pour quels besoins"
            words={NEED_SHORT}
            chosen={form.needs}
            onChange={(needs) => set({ needs })}
          >
            {form.needs.length === 0 && "Tous."}
          </Several>
        </div>
      </details>
    </>
  );
}
