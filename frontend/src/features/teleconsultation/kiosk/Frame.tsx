import {
  IconArrowLeft,
  IconContrast,
  IconHandStop,
  IconTextSize,
  IconTrash,
} from "@tabler/icons-react";
import { createContext, type ReactNode, use, useEffect, useRef } from "react";
import { Mark } from "../../../ui/Brand";
import { StepBars } from "../../../ui/StepBars";
import choicesClasses from "./Choices.module.css";
import frameClasses from "./Frame.module.css";
import { FRENCH, type Language } from "./languages";
import { FR, type KioskWords } from "./words/fr";

/** In what language, how large, and what the foot of each screen does. */
export type Around = {
  words: KioskWords;
  language: Language;
  place: string;
  large: boolean;
  contrast: boolean;
  /** What is said when the network is away. */
  offline: boolean;
  onLarge: () => void;
  onContrast: () => void;
  onHelp: () => void;
  onStop: () => void;
};

export const AroundContext = createContext<Around>({
  words: FR,
  language: FRENCH,
  place: "",
  large: false,
  contrast: false,
  offline: false,
  onLarge: () => undefined,
  onContrast: () => undefined,
  onHelp: () => undefined,
  onStop: () => undefined,
});

export function useWords(): KioskWords {
  return use(AroundContext).words;
}

const PARTS = [1, 2, 3, 4] as const;

type FrameProps = {
  title: ReactNode;
  text?: ReactNode;
  /** How far one is, of four; 0: not begun, or over. */
  part?: 0 | 1 | 2 | 3 | 4;
  onBack?: () => void;
  /** The first screen: how it looks rather than how to leave it. */
  first?: boolean;
  /** Something is typed there: it takes the focus, not the title. */
  typed?: boolean;
  /** Much to touch: a smaller question leaves it the room. */
  dense?: boolean;
  /** Nothing to stop any more. */
  foot?: "stop" | "none";
  children: ReactNode;
};

/** One screen of the kiosk: place and progress, one question, what to touch below it, the same foot. */
export function Frame(props: FrameProps) {
  const {
    title,
    text,
    part = 0,
    onBack,
    first = false,
    typed,
    dense,
    foot = "stop",
    children,
  } = props;
  const around = use(AroundContext);
  const { words, offline } = around;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!typed && !first) heading.current?.focus();
  }, [typed, first]);
  const icon = { size: "1.2em", stroke: 1.75, "aria-hidden": true } as const;
  return (
    <>
      <header className={frameClasses.head}>
        <Mark size={40} />
        <bdi>{around.place}</bdi>
        {part > 0 && (
          <span className={frameClasses.progress}>
            <StepBars steps={PARTS} step={part as (typeof PARTS)[number]} />
          </span>
        )}
      </header>
      <main className={frameClasses.main} data-dense={dense || undefined}>
        <div className={frameClasses.title}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {text && <p>{text}</p>}
          {offline && (
            <p role="status" className={frameClasses.offline}>
              {words.offline}
            </p>
          )}
        </div>
        <div className={frameClasses.body}>{children}</div>
      </main>
      <footer className={frameClasses.foot}>
        {first && (
          <>
            <button type="button" aria-pressed={around.large} onClick={around.onLarge}>
              <IconTextSize {...icon} />
              {words.bigger}
            </button>
            <button type="button" aria-pressed={around.contrast} onClick={around.onContrast}>
              <IconContrast {...icon} />
              {words.contrast}
            </button>
          </>
        )}
        {onBack && (
          <button type="button" onClick={onBack}>
            <IconArrowLeft {...icon} className={frameClasses.turns} />
            {words.back}
          </button>
        )}
        <button type="button" onClick={around.onHelp}>
          <IconHandStop {...icon} />
          {words.help}
        </button>
        {!first && foot === "stop" && (
          <button type="button" onClick={around.onStop}>
            <IconTrash {...icon} />
            {words.stop}
          </button>
        )}
      </footer>
    </>
  );
}

type ChoicesProps = { columns?: 1 | 2; children: ReactNode };

/** Large answers, one touch each. */
export function Choices({ columns = 1, children }: ChoicesProps) {
  return (
    <div className={choicesClasses.choices} data-columns={columns}>
      {children}
    </div>
  );
}

type AnswerProps = {
  children: ReactNode;
  detail?: ReactNode;
  icon?: ReactNode;
  /** `filled`: what most people want. `serious`: a sign of danger. `plain`: another way. */
  look?: "filled" | "serious" | "plain";
  busy?: boolean;
  onClick: () => void;
};

/** One answer: touched, it is given. */
export function Answer({ children, detail, icon, look, busy, onClick }: AnswerProps) {
  return (
    <button
      type="button"
      className={choicesClasses.answer}
      data-look={look}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {icon}
      <span>
        {children}
        {detail && <small>{detail}</small>}
      </span>
    </button>
  );
}
