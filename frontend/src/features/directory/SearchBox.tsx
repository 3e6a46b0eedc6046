import { IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import classes from "./SearchBox.module.css";

const SETTLED_MS = 200;

type SearchBoxProps = {
  value: string;
  /** The words, once the fingers rest. */
  onChange: (value: string) => void;
  /** The words as they are typed. */
  onType: (value: string) => void;
};

/** The words looked for: sent once the fingers rest, erased with one tap, reached with `/`. */
export function SearchBox({ value, onChange, onType }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  function send(words: string) {
    setSent(words);
    onChange(words);
  }
  const sendLater = useEffectEvent(send);
  // The address changed by itself: a link, or the page before.
  if (value !== sent) {
    setSent(value);
    setTyped(value);
  }
  function type(words: string) {
    setTyped(words);
    onType(words);
  }
  useEffect(() => {
    if (typed === sent) return;
    const timer = setTimeout(() => sendLater(typed), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed, sent]);
  useEffect(() => {
    function reach(event: KeyboardEvent) {
      const writing = event.target instanceof HTMLInputElement;
      if (event.key !== "/" || writing) return;
      event.preventDefault();
      input.current?.focus();
    }
    document.addEventListener("keydown", reach);
    return () => document.removeEventListener("keydown", reach);
  }, []);
  return (
    <search className={classes.root}>
      <IconSearch size={20} stroke={1.75} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        className={classes.input}
        aria-label="Chercher dans l’annuaire"
        placeholder="Nom, profession ou besoin"
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        // Whoever leaves for a result must not be called back by words sent later.
        onBlur={() => typed !== sent && send(typed)}
      />
      {typed !== "" && (
        <button
          type="button"
          className={classes.erase}
          aria-label="Effacer"
          onClick={() => {
            type("");
            input.current?.focus();
          }}
        >
          <IconX size={20} stroke={1.75} aria-hidden="true" />
        </button>
      )}
    </search>
  );
}
