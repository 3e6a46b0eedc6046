import { type FormEvent, useState } from "react";
import type { CareRole, Organisation, ProfessionalSummary } from "../../api";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { ProfessionalPicker } from "../../ui/ProfessionalPicker";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import classes from "./CareCircle.module.css";
import { useAddToCircle } from "./circle";
import { CARE_ROLE, type Named, refusedMember, rolesOf } from "./circle-words";
import { StructurePicker } from "./StructurePicker";

type MemberSheetProps = {
  personId: string;
  /** Oneself, not a colleague. */
  own: boolean;
  onClose: () => void;
};

const NAMED = [
  { value: "professional", label: "Un soignant" },
  { value: "structure", label: "Une structure" },
] as const;

/** What one is to the person, or what a colleague or a structure is. */
export function MemberSheet({ personId, own, onClose }: MemberSheetProps) {
  const [named, setNamed] = useState<Named>("professional");
  const [role, setRole] = useState<CareRole | "">("");
  const [who, setWho] = useState<ProfessionalSummary | null>(null);
  const [place, setPlace] = useState<Organisation | null>(null);
  const [missing, setMissing] = useState<{ role?: string; who?: string }>({});
  const add = useAddToCircle(personId, onClose);
  const refused = refusedMember(add.error);
  const chosen = named === "professional" ? who : place;
  const roles = own ? (Object.keys(CARE_ROLE) as CareRole[]) : rolesOf(named);

  function ask(kind: Named) {
    setNamed(kind);
    setMissing({});
    add.reset();
    if (role !== "" && !rolesOf(kind).includes(role)) setRole("");
  }

  function send(event: FormEvent) {
    event.preventDefault();
    const found = {
      role: role === "" ? "Choisissez un rôle." : undefined,
      who: !own && chosen === null ? "Choisissez dans la liste." : undefined,
    };
    setMissing(found);
    if (role === "" || found.who) return;
    if (own || chosen === null) add.mutate({ role });
    else if (named === "professional") add.mutate({ role, professional_id: chosen.id });
    else add.mutate({ role, organisation_id: chosen.id });
  }

  return (
    <Sheet title={own ? "Entrer dans le cercle" : "Ajouter quelqu’un"} onClose={onClose}>
      <form className={classes.sheet} onSubmit={send} noValidate>
        {!own && (
          <>
            <Choice legend="Qui" look="chips" options={NAMED} value={named} onChange={ask} />
            {named === "professional" ? (
              <ProfessionalPicker
                label="Son nom"
                id="circle-who"
                chosen={who}
                onChoose={(found) => {
                  setWho(found);
                  add.reset();
                }}
                error={missing.who ?? refused?.who}
                help="Un membre de la CPTS. Il est prévenu, et peut quitter le cercle."
              />
            ) : (
              <StructurePicker
                label="Son nom"
                id="circle-where"
                chosen={place}
                onChoose={(found) => {
                  setPlace(found);
                  add.reset();
                }}
                error={missing.who ?? refused?.who}
                help="Pharmacie, EHPAD, SSIAD, aide à domicile. Ses comptes voient le cercle."
              />
            )}
          </>
        )}
        <SelectField
          label={own ? "Ce que vous êtes pour elle" : "Son rôle auprès d’elle"}
          empty="Choisir"
          options={roles.map((value) => ({ value, label: CARE_ROLE[value] }))}
          value={role}
          onChange={(found) => {
            setRole(found);
            add.reset();
          }}
          error={missing.role ?? refused?.role}
        />
        {!refused && <Refusal error={add.error} />}
        <Button type="submit" variant="filled" wide busy={add.isPending && "Envoi…"}>
          {own ? "Entrer dans le cercle" : "Ajouter"}
        </Button>
      </form>
    </Sheet>
  );
}
