import type { OpinionGroup, OpinionTemplate, ProfessionalSummary } from "../../api";
import { Choice } from "../../ui/Choice";
import { ProfessionalPicker } from "../../ui/ProfessionalPicker";
import { SelectField } from "../../ui/SelectField";
import type { SectionProps } from "./AskOpinion";
import classes from "./AskOpinion.module.css";
import { fieldId } from "./form";

type WhomSectionProps = SectionProps & {
  groups: readonly OpinionGroup[];
  templates: readonly OpinionTemplate[];
  colleague: ProfessionalSummary | null;
  onColleague: (colleague: ProfessionalSummary | null) => void;
  onGroup: (group: OpinionGroup | null) => void;
};

function membersWord({ members }: OpinionGroup): string {
  return `${members.length} ${members.length === 1 ? "membre" : "membres"}`;
}

/** To a group together, or to one colleague; asked first and alone, either way. */
export function WhomSection(props: WhomSectionProps) {
  const { form, set, problems, groups, templates, colleague, onColleague, onGroup } = props;
  return (
    <section className={classes.section} aria-labelledby="avis-a-qui">
      <h2 id="avis-a-qui">À qui</h2>
      {groups.length > 0 && !colleague && (
        <div className={classes.groups}>
          <Choice
            id={fieldId("group_id")}
            legend="Un groupe"
            options={groups.map((group) => ({
              value: group.id,
              label: (
                <span>
                  {group.name}
                  <small>
                    {group.specialty_label}, {membersWord(group)}
                  </small>
                </span>
              ),
            }))}
            value={form.group_id}
            onChange={(id) => onGroup(groups.find((group) => group.id === id) ?? null)}
            error={problems.group_id}
          />
          <p className={classes.or}>Ou un confrère, par son nom</p>
        </div>
      )}
      <ProfessionalPicker
        id={fieldId("colleague_id")}
        label="Confrère"
        chosen={colleague}
        onChoose={onColleague}
        help="Sollicité seul d’abord ; sans réponse, la spécialité l’est ensuite."
        error={problems.colleague_id ?? (groups.length === 0 ? problems.group_id : null)}
      />
      {colleague && (
        <SelectField
          id={fieldId("specialty_code")}
          label="Spécialité de l’avis"
          empty="Choisir"
          value={form.specialty_code}
          onChange={(specialty_code) => set({ specialty_code, facts: {} })}
          options={templates.map((it) => ({ value: it.specialty_code, label: it.specialty_label }))}
          help="Celle dont les questions suivent."
          error={problems.specialty_code}
        />
      )}
    </section>
  );
}
