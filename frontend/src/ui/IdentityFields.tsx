import type { Sex } from "../api";
import { serverNow } from "../clock";
import { dayKey, yearsOld } from "../time";
import { birthDateProblem, isoDate } from "../typed";
import { SEX } from "../words";
import { Choice } from "./Choice";
import { DateField, TextField } from "./Field";

/** Who somebody is, as typed. */
export type TypedIdentity = {
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Sex | null;
};

type IdentityFieldsProps = {
  value: TypedIdentity;
  onChange: (changed: Partial<TypedIdentity>) => void;
  problems: Partial<Record<keyof TypedIdentity, string | null>>;
  /** The day of birth was left: what is wrong with it, or null. */
  onWarn: (birthDate: string | null) => void;
  /** The id of a field on the page: where an error leads. */
  idOf: (name: keyof TypedIdentity) => string;
};

const SEXES = (["female", "male"] as const).map((value) => ({ value, label: SEX[value] }));

function age(birthDate: string): string | undefined {
  const iso = isoDate(birthDate);
  if (iso === null || iso > dayKey(serverNow())) return undefined;
  const years = yearsOld(iso, serverNow());
  return years === 0 ? "moins d’un an" : `${years} an${years > 1 ? "s" : ""}`;
}

/** Name, day of birth and sex: four fields, laid out by whoever shows them. */
export function IdentityFields({ value, onChange, problems, onWarn, idOf }: IdentityFieldsProps) {
  const { family_name, given_name, birth_date, sex } = value;
  return (
    <>
      <TextField
        id={idOf("family_name")}
        label="Nom"
        value={family_name}
        onChange={(typed) => onChange({ family_name: typed })}
        autoComplete="off"
        error={problems.family_name}
      />
      <TextField
        id={idOf("given_name")}
        label="Prénom"
        value={given_name}
        onChange={(typed) => onChange({ given_name: typed })}
        autoComplete="off"
        error={problems.given_name}
      />
      <DateField
        id={idOf("birth_date")}
        label="Né·e le"
        value={birth_date}
        onChange={(typed) => onChange({ birth_date: typed })}
        autoComplete="off"
        aside={age(birth_date)}
        error={problems.birth_date}
        onBlur={() => birth_date && onWarn(birthDateProblem(birth_date, dayKey(serverNow())))}
      />
      <Choice
        id={idOf("sex")}
        legend="Sexe"
        options={SEXES}
        value={sex}
        onChange={(chosen) => onChange({ sex: chosen })}
        error={problems.sex}
      />
    </>
  );
}
