import type { Community } from "../../api";
import { phoneProblem } from "../../typed";
import { PhoneField, TextField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { PlaceFields } from "../../ui/PlaceFields";
import { DayField } from "../../ui/WallFields";
import classes from "./Discharge.module.css";
import { type DischargeForm, fieldId, type Problems } from "./form";

export type StepProps = {
  form: DischargeForm;
  set: (changed: Partial<DischargeForm>) => void;
  problems: Problems;
  /** Says at once what is wrong with a field that was left. */
  warn: (found: Problems) => void;
};

type PersonStepProps = StepProps & { community: Community; byPhone: boolean };

/** Who goes home, where to, and when. */
export function PersonStep({ form, set, problems, warn, community, byPhone }: PersonStepProps) {
  return (
    <>
      {byPhone && (
        <TextField
          id={fieldId("requested_for")}
          label="Service qui appelle"
          value={form.requested_for}
          onChange={(requested_for) => set({ requested_for })}
          autoComplete="off"
          placeholder="Gériatrie, hôpital Charles-Foix"
          error={problems.requested_for}
        />
      )}
      <DayField
        id={fieldId("planned_on")}
        label="Retour prévu le"
        value={form.planned_on}
        onChange={(planned_on) => set({ planned_on })}
        error={problems.planned_on}
      />
      <div className={classes.identity}>
        <IdentityFields
          value={form}
          onChange={set}
          problems={problems}
          onWarn={(birth_date) => warn({ birth_date })}
          idOf={fieldId}
        />
      </div>
      <div className={classes.pair}>
        <PhoneField
          id={fieldId("phone")}
          label="Téléphone"
          value={form.phone}
          onChange={(phone) => set({ phone })}
          error={problems.phone}
          onBlur={() => form.phone && warn({ phone: phoneProblem(form.phone) })}
        />
        <TextField
          id={fieldId("phone_of")}
          label="À qui, si c’est un proche"
          value={form.phone_of}
          onChange={(phone_of) => set({ phone_of })}
          autoComplete="off"
          placeholder="Fille, Mme Coste"
          optional
          error={problems.phone_of}
        />
      </div>
      <TextField
        id={fieldId("address_line")}
        label="Adresse du retour"
        value={form.address_line}
        onChange={(address_line) => set({ address_line })}
        autoComplete="off"
        placeholder="4 rue des Ormes"
        error={problems.address_line}
      />
      <PlaceFields
        community={community}
        value={form}
        onChange={set}
        problems={problems}
        idOf={fieldId}
        sectorLabel="Quartier"
      />
    </>
  );
}
