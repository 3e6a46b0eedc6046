import { useState } from "react";
import type { Community } from "../../api";
import { phoneProblem } from "../../typed";
import { PhoneField, TextField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { PlaceFields, sectorsOf } from "../../ui/PlaceFields";
import { fieldId } from "./form";
import type { SectionProps } from "./RequestForm";
import classes from "./RequestForm.module.css";

/** Who the request is about, and how to reach them. */
export function PersonSection(props: SectionProps & { community: Community }) {
  const { form, set, problems, warn } = props;
  const [othersPhone, setOthersPhone] = useState(form.phone_of !== "");
  return (
    <section className={classes.section} aria-labelledby="demande-personne">
      <h2 id="demande-personne">La personne</h2>
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
        <div>
          <PhoneField
            id={fieldId("phone")}
            label="Téléphone"
            value={form.phone}
            onChange={(phone) => set({ phone })}
            error={problems.phone}
            onBlur={() => form.phone && warn({ phone: phoneProblem(form.phone) })}
          />
          {!othersPhone && (
            <button type="button" className={classes.link} onClick={() => setOthersPhone(true)}>
              C’est le téléphone de quelqu’un d’autre
            </button>
          )}
        </div>
        <Where {...props} />
      </div>
      {othersPhone && (
        <TextField
          id={fieldId("phone_of")}
          label="À qui est ce téléphone"
          value={form.phone_of}
          onChange={(phone_of) => set({ phone_of })}
          placeholder="Mère, Mme Coste"
          autoComplete="off"
          optional
          error={problems.phone_of}
        />
      )}
    </section>
  );
}

/** The commune and its quarter; said in words when there is nothing to choose. */
function Where({ form, set, problems, community }: SectionProps & { community: Community }) {
  const [only] = community.communes;
  const several = community.communes.length > 1;
  return (
    <div className={classes.where}>
      <PlaceFields
        community={community}
        value={form}
        onChange={set}
        problems={problems}
        idOf={fieldId}
        sectorLabel={several ? "Quartier ou village" : `Quartier de ${only?.name}`}
      />
      {!several && sectorsOf(community, form.commune_insee).length === 0 && (
        <p className={classes.only}>
          <b>Commune</b>
          {only?.name}
        </p>
      )}
    </div>
  );
}
