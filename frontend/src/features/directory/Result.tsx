import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { NextSlots, ProfessionalHit } from "../../api";
import { useServerNow } from "../../clock";
import { distance } from "../../figures";
import { hour, relativeDay } from "../../time";
import { Avatar } from "../../ui/Avatar";
import { StatusShape } from "../../ui/StatusShape";
import { Tag } from "../../ui/Tag";
import { unconfirmedWords } from "./page-words";
import classes from "./Result.module.css";

type ResultProps = {
  hit: ProfessionalHit;
  slots: NextSlots | undefined;
  /** They are seeing people now, until that instant. */
  presentUntil: string | undefined;
  hovered: boolean;
  onHover: (id: string | null) => void;
};

/** `Médecine générale · Moulin-Vert, 900 m`. */
export function facts(hit: ProfessionalHit): string {
  const { specialty_label, profession_label, sector, commune_name } = hit.professional;
  const where = [
    sector ?? commune_name,
    hit.distance_km === null ? null : distance(hit.distance_km),
  ];
  return [specialty_label ?? profession_label, where.filter(Boolean).join(", ")]
    .filter(Boolean)
    .join(" · ");
}

function tags(hit: ProfessionalHit): string[] {
  const found: string[] = [];
  if (hit.home_visits) found.push("Visites");
  if (hit.unscheduled_care) found.push("SNP");
  if (hit.accepts_new_patients) found.push("Nouveaux patients");
  return found;
}

/** One professional found: who, where, what for, and the next free slot, measured. */
export const Result = memo(function Result({
  hit,
  slots,
  presentUntil,
  hovered,
  onHover,
}: ResultProps) {
  const { id, name } = hit.professional;
  const words = tags(hit);
  if (presentUntil) words.unshift(`Consulte jusqu’à ${hour(presentUntil)}`);
  return (
    <li>
      <Link
        to="/annuaire/$id"
        params={{ id }}
        className={classes.root}
        data-hovered={hovered || undefined}
        onMouseEnter={() => onHover(id)}
        onMouseLeave={() => onHover(null)}
        onFocus={() => onHover(id)}
        onBlur={() => onHover(null)}
      >
        <Avatar name={name} accent={hovered} />
        <span className={classes.who}>
          <b className={classes.name}>{name}</b>
          <span className={classes.facts}>{facts(hit)}</span>
          {hit.unconfirmed_since && (
            <span className={classes.old}>
              <StatusShape shape="miss" />
              {unconfirmedWords(hit.unconfirmed_since)}
            </span>
          )}
          {words.length > 0 && (
            <span className={classes.tags}>
              {words.map((word) => (
                <Tag key={word}>{word}</Tag>
              ))}
            </span>
          )}
        </span>
        <Free slots={slots} hit={hit} />
      </Link>
    </li>
  );
});

/** The first free time, measured, and whether it comes within 24 hours. */
function Free({ slots, hit }: { slots: NextSlots | undefined; hit: ProfessionalHit }) {
  const now = useServerNow();
  // The times of who was just found come a moment later than the people.
  const first = slots ? (slots.next[0]?.starts_at ?? null) : hit.first_free_at;
  if (first === null) {
    return slots && hit.unscheduled_care ? (
      <span className={classes.none}>aucun sous 7&nbsp;jours</span>
    ) : null;
  }
  const soon = slots?.within_24_hours;
  return (
    <span className={classes.free}>
      <span>
        <b>{hour(first)}</b> {relativeDay(first, now)}
      </span>
      {soon !== 0 && (
        <span className={classes.soon}>
          {soon && `${soon} ${soon > 1 ? "créneaux" : "créneau"} `}sous&nbsp;24&nbsp;h
        </span>
      )}
    </span>
  );
}
