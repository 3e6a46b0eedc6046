import { IconSparkles } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Newcomer } from "../../api";
import { useServerNow } from "../../clock";
import { daysBetween, instantAt, longDay } from "../../time";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import classes from "./NewcomerCard.module.css";
import { aboutWords, useNewcomers, useWelcome } from "./newcomers";

/** The latest newcomer to whom one has not said welcome, under the list: one line, one tap. */
export default function NewcomerCard() {
  const now = useServerNow();
  const { data } = useNewcomers();
  const welcome = useWelcome();
  const [greeted, setGreeted] = useState<string | null>(null);
  const items = data?.items ?? [];
  const one =
    items.find(({ professional }) => professional.id === greeted) ??
    items.find(({ welcomed_by_me }) => !welcomed_by_me);
  if (!one) return null;
  const { id, name } = one.professional;
  return (
    <div className={classes.root}>
      <Note tone="accent" icon={<IconSparkles size={20} stroke={1.75} aria-hidden="true" />}>
        <b>{where(one)}&nbsp;:</b>{" "}
        <Link to="/annuaire/$id" params={{ id }}>
          {name}
        </Link>
        , {aboutWords(one.professional)}, {sinceDay(one.since, now)}.{" "}
        {one.welcomed_by_me ? (
          <span role="status">Bienvenue dite.</span>
        ) : (
          <button
            type="button"
            className={classes.link}
            disabled={welcome.isPending}
            onClick={() => {
              setGreeted(id);
              welcome.mutate(id);
            }}
          >
            Lui souhaiter la bienvenue
          </button>
        )}
      </Note>
      <Refusal error={welcome.error} />
    </div>
  );
}

/** Of a person whose grammatical gender nobody knows. */
function where({ is_member }: Newcomer): string {
  return is_member ? "Arrivée dans la CPTS" : "Arrivée sur le territoire";
}

/** `depuis hier`, `depuis lundi`, `depuis le 22 novembre`. */
function sinceDay(date: string, now: number): string {
  const noon = instantAt(date, "12:00");
  const [weekday, ...dayAndMonth] = longDay(noon).split(" ");
  const ago = -daysBetween(now, noon);
  if (ago < 7) return `depuis ${["aujourd’hui", "hier"][ago] ?? weekday}`;
  return `depuis le ${dayAndMonth.join(" ")}`;
}
