import { type FormEvent, useState } from "react";
import type { CareRole, ProfessionalSummary } from "../../api";
import { Button } from "../../ui/Button";
import { ProfessionalPicker } from "../../ui/ProfessionalPicker";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import classes from "./CareCircle.module.css";
import { useAddToCircle } from "./circle";
import { CARE_ROLE, refusedMember } from "./circle-words";

type MemberSheetProps = {
  personId: string;
  /** Oneself, not a colleague. */
  own: boolean;
  onClose: () => void;
};

const ROLES = (Object.keys(CARE_ROLE) as CareRole[]).map((value) => ({
  value,
  label: CARE_ROLE[value],
}));

/** What one is to the person, or what a colleague is. */
export function MemberSheet({ personId, own, onClose }: MemberSheetProps) {
  const [role, setRole] = useState<CareRole | "">("");
  const [who, setWho] = useState<ProfessionalSummary | null>(null);
  const [missing, setMissing] = useState<{ role?: string; who?: string }>({});
  const add = useAddToCircle(personId, onClose);
  const refused = refusedMember(add.error);

  function send(event: FormEvent) {
    event.preventDefault();
    const found = {
      role: role === "" ? "Choisissez un rôle." : undefined,
      who: !own && who === null ? "Choisissez quelqu’un dans la liste." : undefined,
    };
    setMissing(found);
    if (role === "" || found.who) return;
    add.mutate({ role, ...(who && { professional_id: who.id }) });
  }

  return (
    <Sheet title={own ? "Entrer dans le cercle" : "Ajouter quelqu’un"} onClose={onClose}>
      <form className={classes.sheet} onSubmit={send} noValidate>
        {!own && (
          <ProfessionalPicker
            label="Qui"
            id="circle-who"
            chosen={who}
            onChoose={(chosen) => {
              setWho(chosen);
              add.reset();
            }}
            error={missing.who ?? refused?.who}
            help="Un membre de la CPTS. Il est prévenu, et peut quitter le cercle."
          />
        )}
        <SelectField
          label={own ? "Ce que vous êtes pour elle" : "Ce qu’il est pour elle"}
          empty="Choisir"
          options={ROLES}
          value={role}
          onChange={(chosen) => {
            setRole(chosen);
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
