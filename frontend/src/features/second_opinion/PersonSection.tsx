import type { Community } from "../../api";
import { PhoneField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { PlaceFields } from "../../ui/PlaceFields";
import type { SectionProps } from "./AskOpinion";
import classes from "./AskOpinion.module.css";
import { fieldId } from "./form";

/** Who it is about: encrypted, and shown to nobody before they accept. */
export function PersonSection(props: SectionProps & { community: Community }) {
  const { form, set, problems, community } = props;
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
        <PlaceFields
          community={community}
          value={form}
          onChange={set}
          problems={problems}
          idOf={fieldId}
          sectorLabel="Quartier ou village"
        />
      </div>
    </section>
  );
}
