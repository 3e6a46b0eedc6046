import { IconAddressBook } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Membership, Volunteering } from "../../api";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { ButtonLink } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import { Switch } from "../../ui/Switch";
import { MembershipCap } from "./MembershipCap";
import { MembershipPause } from "./MembershipPause";
import { MembershipQuiet } from "./MembershipQuiet";
import classes from "./MembershipScreen.module.css";
import { type MembershipChange, useMembership, useMembershipChange } from "./membership";
import { reachableWord, VOLUNTEERING, WITHOUT_PRACTICE } from "./membership-words";
import { confirmationWords } from "./page-words";

export type SectionProps = {
  known: Membership;
  change: (change: MembershipChange) => void;
};

type MembershipScreenProps = {
  /** The button that says an absence, as the agenda does. */
  absence: ReactNode;
  share: ReactNode;
};

/** When one may be asked, and for what. Each change is kept at once, and is undone by its contrary. */
export function MembershipScreen({ absence, share }: MembershipScreenProps) {
  const { data: known, error } = useMembership();
  const write = useMembershipChange();
  const refusal = write.error ?? (known ? null : error);
  const change = (changed: MembershipChange) => write.mutate(changed);
  return (
    <Page title="Moi" column>
      <Refusal error={refusal} />
      {!known && !error && <Skeletons shape="row" count={6} />}
      {known && (
        <div className={classes.root}>
          <Who known={known} />
          <section className={classes.card} aria-labelledby="solliciter">
            <h2 id="solliciter">Quand me solliciter</h2>
            <Now known={known} />
            <MembershipPause known={known} change={change} absence={absence} />
            <MembershipQuiet known={known} change={change} />
            <MembershipCap known={known} change={change} />
          </section>
          <Willing known={known} change={change} />
          <OwnPage known={known} />
          {share}
        </div>
      )}
    </Page>
  );
}

function Who({ known }: { known: Membership }) {
  const { name, profession_label } = useMe();
  return (
    <p className={classes.who}>
      <b>{name}</b>
      {profession_label}
      {known.practices.map((practice) => (
        <span key={practice.id}>
          {" · "}
          {practice.name ?? practice.address_line}
        </span>
      ))}
    </p>
  );
}

function Now({ known }: { known: Membership }) {
  const { shape, word } = reachableWord(known, useServerNow());
  return (
    <p className={classes.now}>
      <StatusShape shape={shape} />
      {word}
    </p>
  );
}

function Willing({ known, change }: SectionProps) {
  const { volunteering, practices } = known;
  const alone = practices.length === 0;
  const names = Object.keys(VOLUNTEERING) as (keyof Volunteering)[];
  return (
    <section className={classes.card} aria-labelledby="volontaire">
      <h2 id="volontaire">Volontaire pour</h2>
      <div className={classes.switches}>
        {(alone ? WITHOUT_PRACTICE : names).map((name) => (
          <Switch
            key={name}
            checked={volunteering[name]}
            onChange={(on) => change({ volunteering: { ...volunteering, [name]: on } })}
          >
            {VOLUNTEERING[name]}
          </Switch>
        ))}
      </div>
      {alone && (
        <p className={classes.help}>
          Le répertoire national ne vous connaît aucun lieu d’exercice. Les décès se constatent sans
          cabinet, une fois votre dossier vérifié par la coordination.
        </p>
      )}
    </section>
  );
}

/** How old one's page of the directory is, and the way to it. */
function OwnPage({ known }: { known: Membership }) {
  const { shape, words } = confirmationWords(known.confirmation);
  return (
    <section className={classes.card} aria-labelledby="fiche">
      <h2 id="fiche">Dans l’annuaire</h2>
      <p className={classes.now}>
        <StatusShape shape={shape} />
        {words}
      </p>
      <ButtonLink
        to="/moi/fiche"
        wide
        icon={<IconAddressBook size={18} stroke={1.75} aria-hidden="true" />}
      >
        Ma fiche
      </ButtonLink>
    </section>
  );
}
