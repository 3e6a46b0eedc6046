import { IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { OpinionGroup, OpinionTemplate, ProfessionalSummary } from "../../api";
import { isProblem, problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { ProfessionalPicker } from "../../ui/ProfessionalPicker";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import classes from "./Groups.module.css";
import { useKeepGroup } from "./opinions";

type GroupSheetProps = {
  group: OpinionGroup | null;
  /** The specialties for which there are questions. */
  templates: readonly OpinionTemplate[];
  onClose: () => void;
};

function refusal(error: unknown): string | null {
  if (!error) return null;
  if (!isProblem(error) || !error.errors) return problemSentence(error, true);
  const [first] = error.errors;
  if (first?.pointer === "/name") return "Une autre filière porte ce nom.";
  return "L’une de ces personnes n’est pas membre de la CPTS.";
}

/** One group: its name, its specialty, who answers in it. */
export function GroupSheet({ group, templates, onClose }: GroupSheetProps) {
  const [name, setName] = useState(group?.name ?? "");
  const [specialty, setSpecialty] = useState(group?.specialty_code ?? "");
  const [members, setMembers] = useState<ProfessionalSummary[]>(group?.members ?? []);
  const keep = useKeepGroup(onClose);
  const ready = name.trim().length > 2 && specialty !== "" && members.length > 0;
  const known = templates.map((it) => ({ value: it.specialty_code, label: it.specialty_label }));
  const own =
    group && !known.some(({ value }) => value === group.specialty_code)
      ? [{ value: group.specialty_code, label: group.specialty_label }]
      : [];

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready || keep.isPending) return;
    const member_ids = members.map(({ id }) => id);
    keep.mutate({ group, body: { name: name.trim(), specialty_code: specialty, member_ids } });
  }
  const refused = refusal(keep.error);
  return (
    <Sheet title={group ? "La filière" : "Nouvelle filière"} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextField label="Nom" value={name} onChange={setName} autoComplete="off" />
        <SelectField
          label="Spécialité"
          empty="Choisir"
          value={specialty}
          onChange={setSpecialty}
          options={[...known, ...own]}
        />
        <ul className={classes.members} aria-label="Membres">
          {members.map((member) => (
            <li key={member.id}>
              {member.name}
              <Button
                variant="quiet"
                size="small"
                aria-label={`Retirer ${member.name}`}
                icon={<IconX size={18} stroke={1.75} aria-hidden="true" />}
                onClick={() => setMembers(members.filter(({ id }) => id !== member.id))}
              />
            </li>
          ))}
        </ul>
        <ProfessionalPicker
          id="filiere-membre"
          label="Ajouter un membre"
          chosen={null}
          onChoose={(found) =>
            found && setMembers([...members.filter(({ id }) => id !== found.id), found])
          }
        />
        {refused && (
          <Note tone="crit" alert>
            {refused}
          </Note>
        )}
        <Button
          type="submit"
          variant="filled"
          wide
          disabled={!ready}
          busy={keep.isPending && "Envoi…"}
        >
          Enregistrer la filière
        </Button>
      </form>
    </Sheet>
  );
}
