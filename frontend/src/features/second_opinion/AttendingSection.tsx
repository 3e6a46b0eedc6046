import type { ProfessionalSummary } from "../../api";
import { FilterChip } from "../../ui/FilterChip";
import { ProfessionalPicker } from "../../ui/ProfessionalPicker";
import type { SectionProps } from "./AskOpinion";
import classes from "./AskOpinion.module.css";
import { fieldId } from "./form";

type AttendingSectionProps = SectionProps & {
  /** Who asks, when they may be the attending doctor. */
  self: ProfessionalSummary | null;
  doctor: ProfessionalSummary | null;
  onDoctor: (doctor: ProfessionalSummary | null) => void;
};

/** The attending doctor, to whom the answer goes too: oneself, another, none, or not known. */
export function AttendingSection(props: AttendingSectionProps) {
  const { form, set, problems, self, doctor, onDoctor } = props;
  const status = form.attending_doctor_status;
  const say = (said: "none" | "unknown") =>
    set({ attending_doctor_status: status === said ? null : said });
  return (
    <section className={classes.section} aria-labelledby="avis-traitant">
      <h2 id="avis-traitant">Le médecin traitant</h2>
      <ProfessionalPicker
        id={fieldId("attending_professional_id")}
        label="Médecin traitant"
        chosen={doctor}
        onChoose={onDoctor}
        doctors
        help="La réponse lui va aussi."
        error={problems.attending_professional_id}
      />
      {!doctor && (
        <div className={classes.chips}>
          {self && (
            <FilterChip on={false} onChange={() => onDoctor(self)}>
              C’est moi
            </FilterChip>
          )}
          <FilterChip on={status === "none"} onChange={() => say("none")}>
            Aucun
          </FilterChip>
          <FilterChip on={status === "unknown"} onChange={() => say("unknown")}>
            Je ne sais pas
          </FilterChip>
        </div>
      )}
    </section>
  );
}
