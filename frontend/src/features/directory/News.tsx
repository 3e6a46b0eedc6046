import { IconArrowLeft } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { DirectoryChangeKind, DirectoryImport } from "../../api";
import { listDirectoryChangesInfiniteOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { numericDate, relativeDay } from "../../time";
import { ButtonLink } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { ShowMore } from "../../ui/ShowMore";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import { Newcomers, PersonLine } from "./Newcomers";
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
              <PersonLine who={change.professional} />
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
