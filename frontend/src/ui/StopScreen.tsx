import { IconMessage, IconPhone, IconPhoneCall } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { RedFlag } from "../api";
import { RED_FLAG } from "../words";
import { Button } from "./Button";
import { Note } from "./Note";
import { StatusShape } from "./StatusShape";
import classes from "./StopScreen.module.css";

type StopScreenProps = {
  sign: RedFlag;
  /** What happened to the request: "Aucun professionnel n’est sollicité. La demande est close…" */
  outcome: ReactNode;
  /** "Coché par erreur, revenir". */
  onBack: () => void;
  /** One of the calls was tapped. */
  onCall?: () => void;
};

/** The screen that ends on the 15. No other way on, no scroll; its links need neither network nor script. */
export function StopScreen({ sign, outcome, onBack, onCall }: StopScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={classes.root} aria-labelledby="stop-title">
      <div className={classes.head}>
        <svg viewBox="0 0 16 16" width="32" height="32" aria-hidden="true">
          <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
          <path
            d="M8 4.4v4.2M8 11.5v.1"
            stroke="var(--mg-crit-fill)"
            strokeWidth="1.8"
            strokeLinecap="round"
          />
        </svg>
        <h1 id="stop-title" ref={heading} tabIndex={-1}>
          Appelez le 15 maintenant
        </h1>
        <p>{RED_FLAG[sign]}&nbsp;: c’est au SAMU de décider. Restez auprès de la personne.</p>
      </div>
      <div className={classes.calls}>
        <a className={classes.call} data-first href="tel:15" onClick={onCall}>
          <IconPhoneCall size={28} stroke={1.75} aria-hidden="true" />
          <span>
            Appeler le 15 <small>SAMU, jour et nuit</small>
          </span>
        </a>
        <a className={classes.call} href="tel:112" onClick={onCall}>
          <IconPhone size={22} stroke={1.75} aria-hidden="true" />
          <span>
            112 <small>depuis tout téléphone</small>
          </span>
        </a>
        <a className={classes.call} href="sms:114" onClick={onCall}>
          <IconMessage size={22} stroke={1.75} aria-hidden="true" />
          <span>
            114 par SMS <small>si la personne ne peut pas parler ou entendre</small>
          </span>
        </a>
        <Note icon={<StatusShape shape="away" size={18} />}>{outcome}</Note>
      </div>
      <div className={classes.back}>
        <Button wide onClick={onBack}>
          Coché par erreur, revenir
        </Button>
      </div>
    </section>
  );
}
