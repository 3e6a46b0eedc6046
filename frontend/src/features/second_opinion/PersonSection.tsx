import type { Community } from "../../api";
import { PhoneField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { SelectField } from "../../ui/SelectField";
import type { SectionProps } from "./AskOpinion";
import classes from "./AskOpinion.module.css";
import { fieldId } from "./form";

/** Who it is about: encrypted, and shown to nobody before they accept. */
export function PersonSection(props: SectionProps & { community: Community }) {
  const { form, set, problems, community } = props;
  const sectors = community.sectors.filter((it) => it.commune_insee === form.commune_insee);
  return (
    <section className={classes.section} aria-labelledby="avis-personne">
      <h2 id="avis-personne">La personne</h2>
      <p className={classes.help}>Son identité n’est montrée qu’à qui accepte.</p>
      <div className={classes.identity}>
        <IdentityFields
          value={form}
          onChange={set}
          problems={problems}
          onWarn={() => undefined}
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
        />
        {community.communes.length > 1 && (
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
            label="Quartier ou village"
            empty="Non précisé"
            optional
            value={form.sector}
            onChange={(sector) => set({ sector })}
            options={sectors.map(({ name }) => ({ value: name, label: name }))}
            error={problems.sector}
          />
        )}
      </div>
    </section>
  );
}
