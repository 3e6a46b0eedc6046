import { IconMessage, IconPhone, IconPhoneCall } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./Button";
import { Note } from "./Note";
import { StatusShape } from "./StatusShape";
import classes from "./StopScreen.module.css";

export type StopCall = {
  /** `tel:15`, `sms:114`. */
  href: string;
  words: string;
  hint: string;
};

type StopFrameProps = {
  /** "Appelez le 15 maintenant". */
  title: string;
  sentence: ReactNode;
  /** The first is the one to make. */
  calls: readonly StopCall[];
  /** What happened to the request. */
  outcome: ReactNode;
  /** "Coché par erreur, revenir"; absent once there is no way back. */
  onBack?: () => void;
  /** Where else one may go, when there is no way back. */
  way?: ReactNode;
  /** One of the calls was tapped. */
  onCall?: () => void;
};

/** The screen that ends on a call. No other way on, no scroll; its links need neither network nor script. */
export function StopFrame(props: StopFrameProps) {
  const { title, sentence, calls, outcome, onBack, way, onCall } = props;
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
          {title}
        </h1>
        <p>{sentence}</p>
      </div>
      <div className={classes.calls}>
        {calls.map(({ href, words, hint }, index) => {
          const Icon = href.startsWith("sms:")
            ? IconMessage
            : index === 0
              ? IconPhoneCall
              : IconPhone;
          return (
            <a
              key={href}
              className={classes.call}
              data-first={index === 0 || undefined}
              href={href}
              onClick={onCall}
            >
              <Icon size={index === 0 ? 28 : 22} stroke={1.75} aria-hidden="true" />
              <span>
                {words} <small>{hint}</small>
              </span>
            </a>
          );
        })}
        <Note icon={<StatusShape shape="away" size={18} />}>{outcome}</Note>
      </div>
      <div className={classes.back}>
        {way}
        {onBack && (
          <Button wide onClick={onBack}>
            Coché par erreur, revenir
          </Button>
        )}
      </div>
    </section>
  );
}
