import { IconArrowLeft } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  type DirectoryChangeKind,
  type DirectoryImport,
  type Newcomer,
  type ProfessionalSummary,
  type WelcomeSaid,
  welcomeNewcomer,
} from "../../api";
import {
  listDirectoryChangesInfiniteOptions,
  listNewcomersOptions,
} from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { numericDate, relativeDay } from "../../time";
import { Button, ButtonLink } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import { useWrite } from "../../writes";
import classes from "./News.module.css";

const CHANGE: Record<DirectoryChangeKind, string> = {
  arrived: "Arrivée sur le territoire",
  left: "N’exerce plus sur le territoire",
  moved: "Autre lieu d’exercice",
  renamed: "Autre nom",
  specialty_changed: "Autre spécialité",
  phone_changed: "Autre téléphone",
};

/** Who is new here, and what the national file changed for those who follow it. */
export function News() {
  const { scopes } = useMe();
  return (
    <Page
      title="Nouvelles du territoire"
      column
      back={
        <ButtonLink
          to="/annuaire"
          variant="quiet"
          size="small"
          aria-label="Retour à l’annuaire"
          icon={<IconArrowLeft size={22} stroke={1.75} aria-hidden="true" />}
        />
      }
    >
      <div className={classes.root}>
        {scopes.includes("newcomers:welcome") && <Newcomers />}
        {scopes.includes("imports:read") && <Changes />}
      </div>
    </Page>
  );
}

function Newcomers() {
  const now = useServerNow();
  const { data, error } = useQuery(listNewcomersOptions());
  const welcome = useWrite<string, unknown>((professional_id, key) =>
    welcomeNewcomer({
      path: { professional_id },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    }),
  );
  const refusal = welcome.error ?? (data ? null : error);
  return (
    <section className={classes.card} aria-labelledby="venus">
      <h2 id="venus">Nouveaux venus</h2>
      <Refusal error={refusal} />
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data?.items.length === 0 && (
        <p className={classes.quiet}>Personne ces dernières semaines.</p>
      )}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.professional.id}>
            <div>
              <Name who={one.professional} />
              <p className={classes.quiet}>{cameWords(one)}</p>
              {one.welcomed_by.length > 0 && (
                <p className={classes.quiet}>{welcomeWords(one.welcomed_by, now)}</p>
              )}
            </div>
            {one.welcomed_by_me ? (
              <span className={classes.done}>
                <StatusShape shape="done" />
                Bienvenue dit
              </span>
            ) : (
              <Button
                size="row"
                aria-label={`Souhaiter la bienvenue à ${one.professional.name}`}
                onClick={() => welcome.mutate(one.professional.id)}
              >
                Bienvenue
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Name({ who }: { who: ProfessionalSummary }) {
  const about = [who.specialty_label ?? who.profession_label, who.sector ?? who.commune_name];
  return (
    <p>
      <Link to="/annuaire/$id" params={{ id: who.id }}>
        {who.name}
      </Link>{" "}
      {about.filter(Boolean).join(", ")}
    </p>
  );
}

/** `Membre depuis le 22/11/2026`. */
function cameWords({ reason, since, is_member }: Newcomer): string {
  const came = reason === "joined" ? "Membre depuis le" : "Au répertoire national depuis le";
  return [`${came} ${numericDate(since)}`, !is_member && "pas encore membre"]
    .filter(Boolean)
    .join(", ");
}

const NAMED = 3;

/** `Bienvenue dite par Nadia R. (hier), Paul M. (mar. 24), et 2 autres`. */
function welcomeWords(said: WelcomeSaid[], now: number): string {
  const named = said.slice(0, NAMED).map((one) => `${one.by_name} (${relativeDay(one.at, now)})`);
  const others = said.length - named.length;
  const more = others > 0 ? [`et ${others} ${others > 1 ? "autres" : "autre"}`] : [];
  return `Bienvenue dite par ${[...named, ...more].join(", ")}`;
}

function Changes() {
  const now = useServerNow();
  const list = useInfiniteQuery({
    ...listDirectoryChangesInfiniteOptions(),
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const changes = list.data?.pages.flatMap((page) => page.items) ?? [];
  const last = list.data?.pages[0]?.last_import;
  return (
    <section className={classes.card} aria-labelledby="change">
      <h2 id="change">Ce qui a changé</h2>
      <Refusal error={list.error} />
      {list.isPending && <Skeletons shape="row" count={4} />}
      {list.data && <Imported last={last ?? null} />}
      {list.data && changes.length === 0 && (
        <p className={classes.quiet}>Rien à signaler depuis le premier import.</p>
      )}
      <ul className={classes.list}>
        {changes.map((change) => (
          <li key={change.id}>
            <div>
              <Name who={change.professional} />
              <p className={classes.quiet}>
                {CHANGE[change.kind]}
                {change.is_member && ", membre de la CPTS"}
              </p>
            </div>
            <time dateTime={change.at} className={classes.quiet}>
              {relativeDay(change.at, now)}
            </time>
          </li>
        ))}
      </ul>
      <ShowMore list={list} />
    </section>
  );
}

/** When the national file was read last, and whether it is time to read it again. */
function Imported({ last }: { last: DirectoryImport | null }) {
  const now = useServerNow();
  if (last === null) {
    return <Note tone="warn">Le répertoire national n’a jamais été importé.</Note>;
  }
  const said = `Répertoire national du ${numericDate(last.sourced_on)}, importé ${relativeDay(last.at, now)}\u00a0: ${last.created} nouveaux, ${last.updated} mis à jour, ${last.gone} partis.`;
  return last.is_late ? (
    <Note tone="warn" icon={<StatusShape shape="soon" size={18} />}>
      {said} Le suivant aurait dû venir.
    </Note>
  ) : (
    <p className={classes.quiet}>{said}</p>
  );
}
