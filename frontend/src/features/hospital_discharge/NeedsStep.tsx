import type {
  DischargeAutonomy,
  DischargeFrequency,
  DischargeNeed,
  ProfessionalSummary,
} from "../../api";
import { DISCHARGE_AUTONOMY, DISCHARGE_FREQUENCY, DISCHARGE_NEED } from "../../discharge-words";
import { Check, Choice } from "../../ui/Choice";
import { FilterChip } from "../../ui/FilterChip";
import { namePlace, ProfessionalPicker } from "../../ui/ProfessionalPicker";

import classes from "./Discharge.module.css";
import { fieldId } from "./form";
import type { StepProps } from "./PersonStep";

/** Those named in the form, whose names the form does not hold. */
export type Named = { doctor: ProfessionalSummary | null; usual: ProfessionalSummary[] };

type NeedsStepProps = StepProps & { named: Named; setNamed: (named: Named) => void };

const NEEDS = Object.keys(DISCHARGE_NEED) as DischargeNeed[];
const FREQUENCIES = (Object.keys(DISCHARGE_FREQUENCY) as DischargeFrequency[]).map((value) => ({
  value,
  label: DISCHARGE_FREQUENCY[value],
}));
const AUTONOMIES = (Object.keys(DISCHARGE_AUTONOMY) as DischargeAutonomy[]).map((value) => ({
  value,
  label: DISCHARGE_AUTONOMY[value],
}));
const MOST = 5;

/** One tick for each need, and who already cares for the person: they are asked first. */
export function NeedsStep({ form, set, problems, named, setNamed }: NeedsStepProps) {
  const toggle = (need: DischargeNeed) =>
    set({
      needs: form.needs.includes(need)
        ? form.needs.filter((one) => one !== need)
        : NEEDS.filter((one) => one === need || form.needs.includes(one)),
    });
  const status = form.attending_doctor_status;
  const say = (said: "none" | "unknown") =>
    set({ attending_doctor_status: status === said ? null : said });
  const choose = (usual: ProfessionalSummary[]) => {
    setNamed({ ...named, usual });
    set({ usual_professional_ids: usual.map(({ id }) => id) });
  };
  return (
    <>
      <fieldset className={classes.group} id={fieldId("needs")} tabIndex={-1}>
        <legend>Besoins</legend>
        <div className={classes.chips}>
          {NEEDS.map((need) => (
            <FilterChip key={need} on={form.needs.includes(need)} onChange={() => toggle(need)}>
              {DISCHARGE_NEED[need]}
            </FilterChip>
          ))}
        </div>
        {problems.needs && <p className={classes.error}>{problems.needs}</p>}
      </fieldset>
      {form.needs.includes("nurse") && (
        <Choice
          id={fieldId("frequency")}
          legend="Passages de l’infirmier"
          look="chips"
          options={FREQUENCIES}
          value={form.frequency}
          onChange={(frequency) => set({ frequency })}
          error={problems.frequency}
        />
      )}
      <div className={classes.group}>
        <ProfessionalPicker
          id={fieldId("attending_professional_id")}
          label="Médecin traitant"
          chosen={named.doctor}
          onChoose={(doctor) => {
            setNamed({ ...named, doctor });
            set({
              attending_professional_id: doctor?.id ?? null,
              attending_doctor_status: doctor ? "known" : null,
            });
          }}
          doctors
          error={problems.attending_professional_id}
        />
        {!named.doctor && (
          <div className={classes.chips}>
            <FilterChip on={status === "none"} onChange={() => say("none")}>
              Aucun
            </FilterChip>
            <FilterChip on={status === "unknown"} onChange={() => say("unknown")}>
              Je ne sais pas
            </FilterChip>
          </div>
        )}
      </div>
      <div className={classes.group}>
        {named.usual.length > 0 && (
          <ul className={classes.usual} aria-label="Professionnels habituels">
            {named.usual.map((one) => (
              <li key={one.id}>
                {namePlace(one)}
                <button
                  type="button"
                  className={classes.link}
                  aria-label={`Retirer ${one.name}`}
                  onClick={() => choose(named.usual.filter(({ id }) => id !== one.id))}
                >
                  Retirer
                </button>
              </li>
            ))}
          </ul>
        )}
        {named.usual.length < MOST && (
          <ProfessionalPicker
            id={fieldId("usual_professional_ids")}
            label="Ceux qui viennent déjà"
            chosen={null}
            optional
            help="Infirmier, kiné, pharmacien habituels : sollicités en premier, et seuls."
            error={problems.usual_professional_ids}
            onChoose={(one) => {
              if (one && !named.usual.some(({ id }) => id === one.id))
                choose([...named.usual, one]);
            }}
          />
        )}
      </div>
      <Choice
        legend="Autonomie"
        look="chips"
        options={AUTONOMIES}
        value={form.autonomy}
        onChange={(autonomy) => set({ autonomy })}
      />
      <Check checked={form.lives_alone} onChange={(lives_alone) => set({ lives_alone })}>
        Vit seule
      </Check>
    </>
  );
}
