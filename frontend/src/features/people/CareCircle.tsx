import { IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import type { CareCircle, CareCircleMember } from "../../api";
import { useServerNow } from "../../clock";
import { isProblem } from "../../problems";
import { Button } from "../../ui/Button";
import { PhoneLink } from "../../ui/PhoneLink";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import classes from "./CareCircle.module.css";
import { ConsentSheet, type Decision } from "./ConsentSheet";
import { useCareCircle, useRemoveFromCircle } from "./circle";
import { CARE_ROLE, consentWord } from "./circle-words";
import { MemberSheet } from "./MemberSheet";

/** Who follows this person: read when one asks for it, since each reading is traced. */
export function CareCirclePanel({ personId }: { personId: string }) {
  const [open, setOpen] = useState(false);
  if (open) return <Opened personId={personId} />;
  return (
    <div>
      <Button
        wide
        icon={<IconUsersGroup size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        Qui suit cette personne
      </Button>
    </div>
  );
}

type Asked = { kind: "consent"; decision: Decision } | { kind: "enter" } | { kind: "add" };

function Opened({ personId }: { personId: string }) {
  const { data: circle, error } = useCareCircle(personId);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <section className={classes.root} aria-label="Qui suit cette personne">
      <p className={classes.heading}>Qui suit cette personne</p>
      {isProblem(error) && error.type === "not_found" ? (
        <p className={classes.hint}>Réservé à ceux qui suivent la personne.</p>
      ) : (
        <Refusal error={!circle && error} />
      )}
      {!circle && !error && <Skeletons shape="row" count={2} />}
      {circle && <Said circle={circle} onAsk={setAsked} />}
      {asked?.kind === "consent" && (
        <ConsentSheet personId={personId} decision={asked.decision} onClose={close} />
      )}
      {(asked?.kind === "enter" || asked?.kind === "add") && (
        <MemberSheet personId={personId} own={asked.kind === "enter"} onClose={close} />
      )}
    </section>
  );
}

function Said({ circle, onAsk }: { circle: CareCircle; onAsk: (asked: Asked) => void }) {
  const now = useServerNow();
  const may = (action: CareCircle["actions"][number]) => circle.actions.includes(action);
  const said = consentWord(circle, now);
  const given = circle.consent === "given";
  return (
    <>
      {circle.members.length > 0 && <Members circle={circle} />}
      <p className={classes.hint}>{sentence(circle)}</p>
      {said && <p className={classes.hint}>{said}.</p>}
      <div className={classes.acts}>
        {may("record_consent") && (
          <Button onClick={() => onAsk({ kind: "consent", decision: "ask" })}>
            {circle.consent === null ? "Demander son accord" : "La personne a changé d’avis"}
          </Button>
        )}
        {may("enter") && (
          <Button variant="filled" onClick={() => onAsk({ kind: "enter" })}>
            J’en fais partie
          </Button>
        )}
        {may("add") && <Button onClick={() => onAsk({ kind: "add" })}>Ajouter quelqu’un</Button>}
        {given && may("withdraw_consent") && (
          <Button variant="quiet" onClick={() => onAsk({ kind: "consent", decision: "withdrawn" })}>
            La personne retire son accord
          </Button>
        )}
      </div>
    </>
  );
}

function sentence({ consent, members, is_member }: CareCircle): string {
  if (consent === null) {
    return "Ceux qui suivent une personne peuvent se connaître, et être sollicités les premiers, si elle est d’accord.";
  }
  if (consent !== "given") return "La personne ne le souhaite pas. Rien n’est gardé.";
  if (members.length > 0)
    return "Visible d’eux, et de la coordination pendant une demande. Ils sont sollicités les premiers.";
  return is_member
    ? "Vous êtes seul dans ce cercle."
    : "Dites ce que vous êtes pour elle pour voir les autres.";
}

function Members({ circle }: { circle: CareCircle }) {
  const remove = useRemoveFromCircle(circle.person_id);
  return (
    <>
      <ul className={classes.members}>
        {circle.members.map((member) => (
          <Member
            key={member.id}
            member={member}
            busy={remove.isPending}
            onRemove={() => remove.mutate(member.id)}
          />
        ))}
      </ul>
      <Refusal error={remove.error} />
    </>
  );
}

type MemberProps = { member: CareCircleMember; busy: boolean; onRemove: () => void };

function Member({ member, busy, onRemove }: MemberProps) {
  const { role, professional, organisation_name, phone, is_mine, may_remove } = member;
  const name = professional?.name ?? organisation_name ?? "";
  const where = professional?.sector ?? professional?.commune_name;
  return (
    <li>
      <div>
        <span className={classes.role}>{CARE_ROLE[role]}</span>
        <p className={classes.name}>
          {is_mine ? `${name} (vous)` : name}
          {where && <small>{where}</small>}
        </p>
        {phone && !is_mine && <PhoneLink phone={phone} />}
      </div>
      {may_remove && (
        <Button
          size="small"
          variant="quiet"
          disabled={busy}
          aria-label={is_mine ? "Quitter ce cercle" : `Retirer ${name}`}
          onClick={onRemove}
        >
          {is_mine ? "Quitter" : "Retirer"}
        </Button>
      )}
    </li>
  );
}
