import { useState } from "react";
import type { Community } from "../../api";
import { serverNow } from "../../clock";
import { dayKey, yearsOld } from "../../time";
import { Choice } from "../../ui/Choice";
import { DateField, PhoneField, TextField } from "../../ui/Field";
import { SelectField } from "../../ui/SelectField";
import { SEX } from "../../words";
import { birthDateProblem, fieldId, isoDate, phoneProblem } from "./form";
import type { SectionProps } from "./RequestForm";
import classes from "./RequestForm.module.css";

const SEXES = (["female", "male"] as const).map((value) => ({ value, label: SEX[value] }));

function age(birthDate: string): string | undefined {
  const iso = isoDate(birthDate);
  if (iso === null || iso > dayKey(serverNow())) return undefined;
  const years = yearsOld(iso, serverNow());
  return years === 0 ? "moins d’un an" : `${years} an${years > 1 ? "s" : ""}`;
}

/** Who the request is about, and how to reach them. */
export function PersonSection(props: SectionProps & { community: Community }) {
  const { form, set, problems, warn, community } = props;
  const [othersPhone, setOthersPhone] = useState(form.phone_of !== "");
  const sectors = community.sectors.filter((it) => it.commune_insee === form.commune_insee);
  return (
    <section className={classes.section} aria-labelledby="demande-personne">
      <h2 id="demande-personne">La personne</h2>
      <div className={classes.identity}>
        <TextField
          id={fieldId("family_name")}
          label="Nom"
          value={form.family_name}
          onChange={(family_name) => set({ family_name })}
          autoComplete="off"
          error={problems.family_name}
        />
        <TextField
          id={fieldId("given_name")}
          label="Prénom"
          value={form.given_name}
          onChange={(given_name) => set({ given_name })}
          autoComplete="off"
          error={problems.given_name}
        />
        <DateField
          id={fieldId("birth_date")}
          label="Né·e le"
          value={form.birth_date}
          onChange={(birth_date) => set({ birth_date })}
          autoComplete="off"
          aside={age(form.birth_date)}
          error={problems.birth_date}
          onBlur={() =>
            form.birth_date &&
            warn({ birth_date: birthDateProblem(form.birth_date, dayKey(serverNow())) })
          }
        />
        <Choice
          id={fieldId("sex")}
          legend="Sexe"
          options={SEXES}
          value={form.sex}
          onChange={(sex) => set({ sex })}
          error={problems.sex}
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
