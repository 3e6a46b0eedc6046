import { SelectField } from "../../ui/SelectField";
import type { SectionProps } from "./MembershipScreen";

const OFFERED = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50];

/** How many requests a week, after which one is no longer asked. */
export function MembershipCap({ known, change }: SectionProps) {
  const own = known.weekly_cap;
  const numbers = own === null || OFFERED.includes(own) ? OFFERED : [own, ...OFFERED];
  return (
    <SelectField
      label="Plafond par semaine"
      help="Au-delà, vous n’êtes plus sollicité avant lundi."
      value={own === null ? "" : String(own)}
      empty="Celui de la CPTS"
      options={numbers.map((number) => ({
        value: String(number),
        label: number === 1 ? "1 demande" : `${number} demandes`,
      }))}
      onChange={(value) => change({ weekly_cap: value === "" ? null : Number(value) })}
    />
  );
}
