import { useState } from "react";
import type { Community } from "../../api";
import { phoneProblem } from "../../typed";
import { PhoneField, TextField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { SelectField } from "../../ui/SelectField";
import { fieldId } from "./form";
import type { SectionProps } from "./RequestForm";
import classes from "./RequestForm.module.css";

/** Who the request is about, and how to reach them. */
export function PersonSection(props: SectionProps & { community: Community }) {
  const { form, set, problems, warn, community } = props;
  const [othersPhone, setOthersPhone] = useState(form.phone_of !== "");
  const sectors = community.sectors.filter((it) => it.commune_insee === form.commune_insee);
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
        <Where {...props} sectors={sectors.map(({ name }) => name)} />
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

/** The commune when there are several, and its quarter when it has some. */
function Where(props: SectionProps & { community: Community; sectors: string[] }) {
  const { form, set, problems, community, sectors } = props;
  const [only] = community.communes;
  const several = community.communes.length > 1;
  return (
    <div className={classes.where}>
      {several && (
        <SelectField
          id={fieldId("commune_insee")}
          label="Commune"
          empty="Choisir"
          value={form.commune_insee}
          onChange={(commune_insee) => set({ commune_insee, sector: "" })}
          options={community.communes.map(({ insee, name }) => ({ value: insee, label: name }))}
          error={problems.commune_insee}
        />
      )}
      {sectors.length > 0 && (
        <SelectField
          id={fieldId("sector")}
          label={several ? "Quartier ou village" : `Quartier de ${only?.name}`}
          empty="Non précisé"
          optional
          value={form.sector}
          onChange={(sector) => set({ sector })}
          options={sectors.map((name) => ({ value: name, label: name }))}
          error={problems.sector}
        />
      )}
      {!several && sectors.length === 0 && (
        <p className={classes.only}>
          <b>Commune</b>
          {only?.name}
        </p>
      )}
    </div>
  );
}
