import { IconBackspace } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useWords } from "./Frame";
import classes from "./Typing.module.css";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const ROWS = ["AZERTYUIOP", "QSDFGHJKLM", "WXCVBN'-"];

type DigitsProps = {
  value: string;
  most: number;
  onChange: (value: string) => void;
  /** Null while there is not enough to go on. */
  onNext: (() => void) | null;
};

/** A keypad to touch; the keys of a keyboard do the same. */
export function Digits({ value, most, onChange, onNext }: DigitsProps) {
  const words = useWords();
  const add = (digit: string) => value.length < most && onChange(value + digit);
  const erase = () => onChange(value.slice(0, -1));
  const typed = useRef<(key: string) => boolean>(() => false);
  typed.current = (key) => {
    if (/^\d$/.test(key)) add(key);
    else if (key === "Backspace") erase();
    else if (key === "Enter" && onNext) onNext();
    else return false;
    return true;
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // Enter on a button is that button.
      if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
      if (typed.current(event.key)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <div className={classes.keypad} dir="ltr" data-keys>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" onClick={() => add(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" aria-label={words.erase_one} onClick={erase}>
        <IconBackspace size="1em" stroke={1.5} aria-hidden="true" />
      </button>
      <button type="button" onClick={() => add("0")}>
        0
      </button>
      <button
        type="button"
        className={classes.next}
        disabled={!onNext}
        onClick={onNext ?? undefined}
      >
        {words.next}
      </button>
    </div>
  );
}

type LettersProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onNext: (() => void) | null;
};

const MOST_LETTERS = 60;

/** `jean-luc` as `Jean-Luc`: what is touched is in capitals, a name is not. */
export function asName(letters: string): string {
  return letters
    .toLocaleLowerCase("fr")
    .replace(
      /(^|[\s'-])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase("fr"),
    );
}

/** A line to fill by touch, letter by letter, or with a keyboard when there is one. */
export function Letters({ label, value, onChange, onNext }: LettersProps) {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const set = (letters: string) => onChange(asName(letters).slice(0, MOST_LETTERS));
  return (
    <form
      className={classes.letters}
      dir="ltr"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onNext?.();
      }}
    >
      <input
        ref={input}
        aria-label={label}
        className={classes.line}
        value={value}
        // The keys below are the keyboard: that of the device would hide them.
        inputMode="none"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        onChange={(event) => set(event.currentTarget.value)}
      />
      <div className={classes.keys} data-keys>
        {ROWS.map((row) => (
          <div key={row}>
            {[...row].map((letter) => (
              <button key={letter} type="button" onClick={() => set(value + letter)}>
                {letter}
              </button>
            ))}
            {row === ROWS.at(-1) && (
              <button
                type="button"
                data-wide
                aria-label={words.erase_one}
                onClick={() => set(value.slice(0, -1))}
              >
                <IconBackspace size="1em" stroke={1.5} aria-hidden="true" />
              </button>
            )}
          </div>
        ))}
        <div>
          <button type="button" data-word onClick={() => set(`${value} `)}>
            {words.space}
          </button>
          <button type="submit" data-word className={classes.next} disabled={!onNext}>
            {words.next}
          </button>
        </div>
      </div>
    </form>
  );
}
