import { Link } from "@tanstack/react-router";
import { memo, useState } from "react";
import type { Organisation } from "../../../api";
import { useServerNow } from "../../../clock";
import { count, phoneHref, phoneWords } from "../../../figures";
import { Button } from "../../../ui/Button";
import { StatusShape } from "../../../ui/StatusShape";
import { ORGANISATION_KIND } from "../../../words";
import { isOpen, openWords } from "./open-words";
import classes from "./Structures.module.css";

type StructuresProps = {
  structures: Organisation[];
  /** They are what is looked for, rather than a few beside the people. */
  all: boolean;
  /** The point of the map that is pointed at, or chosen, holds these. */
  hovered: ReadonlySet<string>;
  onHover: (id: string | null) => void;
};

const A_FEW = 5;

/** The structures that the search fits: which of them are open, until when, and their phone. */
export const Structures = memo(function Structures({
  structures,
  all,
  hovered,
  onHover,
}: StructuresProps) {
  const [whole, setWhole] = useState(false);
  if (structures.length === 0) return null;
  // What the map points at is never hidden here.
  const shown = structures.filter((one, at) => all || whole || at < A_FEW || hovered.has(one.id));
  const others = structures.length - shown.length;
  return (
    <section className={classes.root} aria-labelledby="structures">
      <h2 id="structures" className={classes.title}>
        {structures.length > 1 ? `${count(structures.length)} structures` : "1 structure"}
      </h2>
      <ul>
        {shown.map((one) => (
          <Line key={one.id} structure={one} hovered={hovered.has(one.id)} onHover={onHover} />
        ))}
      </ul>
      {others > 0 && (
        <Button size="small" onClick={() => setWhole(true)}>
          {others > 1 ? `Montrer les ${others} autres` : "Montrer l’autre"}
        </Button>
      )}
    </section>
  );
});

type LineProps = {
  structure: Organisation;
  hovered: boolean;
  onHover: (id: string | null) => void;
};

function Line({ structure, hovered, onHover }: LineProps) {
  const now = useServerNow();
  const { id, name, phone, instruction, open_state } = structure;
  const open = isOpen(open_state);
  const called = instruction === "call_15" ? "15" : phone;
  return (
    <li
      className={classes.line}
      data-hovered={hovered || undefined}
      onMouseEnter={() => onHover(id)}
      onMouseLeave={() => onHover(null)}
    >
      <StatusShape shape={open ? "open" : "closed"} />
      <Link
        to="/annuaire/structures/$id"
        params={{ id }}
        className={classes.name}
        onFocus={() => onHover(id)}
        onBlur={() => onHover(null)}
      >
        <b>{name}</b>
        <small>{whereabouts(structure)}</small>
        <small className={open ? classes.open : undefined}>{openWords(open_state, now)}</small>
      </Link>
      {called && (
        <a className={classes.reach} href={phoneHref(called)}>
          {phoneWords(called)}
        </a>
      )}
    </li>
  );
}

function whereabouts(one: Organisation): string {
  const kind = one.name.startsWith(ORGANISATION_KIND[one.kind])
    ? null
    : ORGANISATION_KIND[one.kind];
  return [kind, one.address_line ?? one.sector, one.commune_name].filter(Boolean).join(" · ");
}
