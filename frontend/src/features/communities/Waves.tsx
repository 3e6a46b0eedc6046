import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { WaveRuleAudience } from "../../api";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { SelectField } from "../../ui/SelectField";
import { WAVE_AUDIENCE } from "../../words";
import classes from "./Rules.module.css";
import { type WaveDraft, withOneMore } from "./rules-draft";

const AUDIENCES = (Object.keys(WAVE_AUDIENCE) as WaveRuleAudience[]).map((value) => ({
  value,
  label: WAVE_AUDIENCE[value].replace(/^./, (letter) => letter.toLocaleUpperCase("fr")),
}));

type WavesProps = {
  waves: WaveDraft[];
  onChange: (waves: WaveDraft[]) => void;
  errors: Record<string, string>;
};

/** Who is asked, in which order, and for how long. */
export function Waves({ waves, onChange, errors }: WavesProps) {
  const change = (key: string, part: Partial<WaveDraft>) =>
    onChange(waves.map((wave) => (wave.key === key ? { ...wave, ...part } : wave)));
  const more = withOneMore(waves);
  return (
    <fieldset className={classes.section}>
      <legend>Vagues</legend>
      <p className={classes.intro}>
        Dans l’ordre. Chacune s’ouvre quand la précédente n’a pas trouvé.
      </p>
      <ol className={classes.waves}>
        {waves.map((wave, index) => {
          const path = `unscheduled_care.waves.${index}`;
          return (
            <li key={wave.key} className={classes.wave}>
              <SelectField
                id={`${path}.audience`}
                label={`${index + 1}. Sollicite`}
                value={wave.audience}
                options={AUDIENCES}
                onChange={(audience) => audience !== "" && change(wave.key, { audience })}
                error={errors[`${path}.audience`]}
              />
              <TextField
                id={`${path}.minutes`}
                label="Pendant"
                kind="numeric"
                aside="min"
                value={wave.minutes}
                onChange={(minutes) => change(wave.key, { minutes })}
                error={errors[`${path}.minutes`]}
              />
              {wave.audience === "near" && (
                <TextField
                  id={`${path}.radius_km`}
                  label="À moins de"
                  kind="numeric"
                  aside="km"
                  placeholder="sans limite"
                  value={wave.radius_km}
                  onChange={(radius_km) => change(wave.key, { radius_km })}
                  error={errors[`${path}.radius_km`]}
                />
              )}
              <TextField
                id={`${path}.at_most`}
                label="Au plus"
                kind="numeric"
                aside="pers."
                placeholder="toutes"
                value={wave.at_most}
                onChange={(at_most) => change(wave.key, { at_most })}
                error={errors[`${path}.at_most`]}
              />
              {waves.length > 1 && (
                <button
                  type="button"
                  className={classes.remove}
                  aria-label={`Retirer la vague ${index + 1}`}
                  onClick={() => onChange(waves.filter((other) => other.key !== wave.key))}
                >
                  <IconTrash size={18} stroke={1.75} aria-hidden="true" />
                </button>
              )}
            </li>
          );
        })}
      </ol>
      {more && (
        <div>
          <Button
            size="small"
            icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => onChange(more)}
          >
            Ajouter une vague
          </Button>
        </div>
      )}
    </fieldset>
  );
}
