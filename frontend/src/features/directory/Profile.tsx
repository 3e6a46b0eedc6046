import { IconChevronLeft, IconPlus } from "@tabler/icons-react";
import { Link, useCanGoBack, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Professional } from "../../api";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { longDay, millis, numericDate } from "../../time";
import { Avatar } from "../../ui/Avatar";
import { ButtonLink } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { StatusShape } from "../../ui/StatusShape";
import { Accepts } from "./Accepts";
import { Contact } from "./Contact";
import { Measured } from "./Measured";
import { NextSlotsCard } from "./NextSlotsCard";
import { PracticeCard } from "./PracticeCard";
import classes from "./Profile.module.css";
import { confirmationWords, LANGUAGE } from "./page-words";

/** `10 100 334 482`. */
function spaced(rpps: string): string {
  return rpps.replace(/^(\d{2})(\d{3})(\d{3})(\d{3})$/, "$1\u00a0$2\u00a0$3\u00a0$4");
}

/** Everything the directory knows of one professional, what was measured apart from what was declared. */
export function Profile({ who, why }: { who: Professional; why?: ReactNode }) {
  const me = useMe();
  const now = useServerNow();
  const specialty = who.specialties.map((one) => one.label).join(", ") || who.profession_label;
  const absent = who.absent_until !== null && millis(who.absent_until) > now;
  return (
    <div className={classes.root}>
      {/* Never a name in the title of a page: it stays in the history of a shared computer. */}
      <title>Fiche de l’annuaire · Maillage</title>
      <header className={classes.head}>
        <BackToResults />
        <div className={classes.who}>
          <Avatar name={who.name} size="large" accent />
          <div className={classes.words}>
            <h1>{who.name}</h1>
            <p>
              {specialty} · RPPS&nbsp;{spaced(who.rpps)}
              {who.languages.length > 0 && (
                <> · parle {who.languages.map((one) => LANGUAGE[one]).join(", ")}</>
              )}
            </p>
            <Sources who={who} />
          </div>
          {me.scopes.includes("requests:write") && (
            <div className={classes.request}>
              <ButtonLink
                to="/demander"
                variant="filled"
                icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
              >
                Demander des soins
              </ButtonLink>
            </div>
          )}
        </div>
      </header>
      <div className={classes.columns}>
        <div className={classes.main}>
          {absent && who.absent_until && (
            <Note tone="warn" icon={<StatusShape shape="soon" size={18} />}>
              Absence jusqu’au {longDay(who.absent_until)}.
              {who.replaced_by && (
                <>
                  {" "}
                  Remplacement&nbsp;:{" "}
                  <Link to="/annuaire/$id" params={{ id: who.replaced_by.id }}>
                    {who.replaced_by.name}
                  </Link>
                  .
                </>
              )}
            </Note>
          )}
          <NextSlotsCard professionalId={who.id} />
          {why}
          <div className={classes.pair}>
            {who.practices.map((practice) => (
              <PracticeCard
                key={practice.id}
                practice={practice}
                checks={who.checks.filter((check) => check.practice_id === practice.id)}
              />
            ))}
            <Accepts who={who} />
          </div>
        </div>
        <div className={classes.side}>
          <Contact who={who} />
          <Measured professionalId={who.id} />
        </div>
      </div>
    </div>
  );
}

/** To the results one came from; to the whole directory otherwise. */
function BackToResults() {
  const router = useRouter();
  const before = useCanGoBack();
  return (
    <Link
      to="/annuaire"
      className={classes.back}
      onClick={(event) => {
        if (!before || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        router.history.back();
      }}
    >
      <IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />
      Annuaire
    </Link>
  );
}

/** Who said what is on this page, and when. */
function Sources({ who }: { who: Professional }) {
  const standing = who.confirmation && confirmationWords(who.confirmation);
  return (
    <p className={classes.sources}>
      {standing && (
        <span>
          <StatusShape shape={standing.shape} />
          {standing.words}
        </span>
      )}
      {who.sourced_on && <span>Répertoire national du {numericDate(who.sourced_on)}</span>}
      {!who.is_member && <span>N’est pas membre de la CPTS</span>}
    </p>
  );
}
