import { IconPhone } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { phoneHref, phoneWords } from "../../figures";
import { ButtonAnchor } from "../../ui/Button";
import classes from "./Progress.module.css";

type ProgressCardProps = {
  /** "Arrivée prévue". */
  lead: string;
  /** The one fact: "vers 11:10". */
  big: string;
  /** "Dr Lucie Thévenin, médecin. En route depuis 10:48." */
  sentence: ReactNode;
  coordinationPhone: string | null;
  children?: ReactNode;
};

/** Where a request stands, in one fact, and whom to call about it. */
export function ProgressCard(props: ProgressCardProps) {
  const { lead, big, sentence, coordinationPhone, children } = props;
  return (
    <section className={classes.card} aria-label="Où en est la demande">
      <p className={classes.lead}>{lead}</p>
      <p className={classes.big}>{big}</p>
      {sentence && <p className={classes.sentence}>{sentence}</p>}
      {children}
      {coordinationPhone && (
        <div className={classes.call}>
          <ButtonAnchor
            wide
            href={phoneHref(coordinationPhone)}
            aria-label={`Appeler la coordination, ${phoneWords(coordinationPhone)}`}
            icon={<IconPhone size={18} stroke={1.75} aria-hidden="true" />}
          >
            Appeler la coordination
          </ButtonAnchor>
        </div>
      )}
    </section>
  );
}
