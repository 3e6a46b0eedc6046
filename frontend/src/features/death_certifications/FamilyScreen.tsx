import { IconHeartHandshake, IconPhone } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { phoneHref, phoneWords } from "../../figures";
import { Brand } from "../../ui/Brand";
import { ButtonAnchor } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Thread, type ThreadEntry } from "../../ui/Thread";
import classes from "./FamilyScreen.module.css";

type FamilyScreenProps = {
  community: string;
  /** The one fact: "Une médecin est en route". */
  headline: string;
  /** "Elle arrive vers 11:10." */
  promise: ReactNode;
  entries: ThreadEntry[];
  phone: string | null;
};

/** What a family reads from the link it was sent, without an account: no name, no address, plain dots. */
export function FamilyScreen({ community, headline, promise, entries, phone }: FamilyScreenProps) {
  return (
    <main className={classes.root}>
      <title>Suivi · Maillage</title>
      <Brand community={community} />
      <div className={classes.head}>
        <h1>{headline}</h1>
        {promise && <p className={classes.promise}>{promise}</p>}
      </div>
      <Thread label="Étapes" entries={entries} times="none" size="large" />
      <Note icon={<IconHeartHandshake size={22} stroke={1.75} aria-hidden="true" />}>
        Restez auprès de la personne si vous le souhaitez. Rien d’autre à préparer.
      </Note>
      <div className={classes.end}>
        {phone && (
          <ButtonAnchor
            href={phoneHref(phone)}
            size="decision"
            wide
            icon={<IconPhone size={18} stroke={1.75} aria-hidden="true" />}
          >
            Une question&nbsp;? {phoneWords(phone)}
          </ButtonAnchor>
        )}
        <p>Ce lien s’éteint à la fin de l’intervention.</p>
      </div>
    </main>
  );
}

/** The link leads nowhere any more, or never did: the two are said alike. */
export function FamilyLinkOver() {
  return (
    <main className={classes.root}>
      <title>Suivi · Maillage</title>
      <Brand />
      <div className={classes.head}>
        <h1>Ce lien ne sert plus</h1>
        <p className={classes.promise}>
          L’intervention est terminée, ou le lien n’a pas été copié en entier. Pour toute question,
          appelez la personne qui vous l’a envoyé.
        </p>
      </div>
    </main>
  );
}
