import type { DutyKind } from "../../../api";

/** What is on the rota, in the words that people call it by. */
export const DUTY_KIND: Record<DutyKind, string> = {
  pharmacy: "Pharmacie de garde",
  out_of_hours: "SAMI, maison de garde",
  death_certification: "Constatation de décès",
  on_call: "Astreinte",
};
