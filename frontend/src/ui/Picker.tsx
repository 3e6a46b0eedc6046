import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { TextField } from "./Field";
import classes from "./Picker.module.css";

/** One that may be chosen: its name, and what tells it from another of that name. */
export type Pick = { id: string; name: string; detail: string };

export type PickerProps = {
  label: string;
  id: string;
  icon: ReactNode;
  /** Which one is chosen, with the way to take it out. */
  chosen: { name: string; words: string } | null;
  /** What was typed, and what was found for it. */
  words: string;
  onWords: (words: string) => void;
  found: readonly Pick[];
  onChoose: (id: string | null) => void;
  placeholder: string;
  optional?: boolean;
  help?: string;
  error?: string | null;
};

/** Finds one of many by a few letters; arrows and Enter choose. */
export function Picker(props: PickerProps) {
  const { label, id, icon, chosen, words, onWords, found, onChoose } = props;
  const list = useId();
  const [at, setAt] = useState(0);

  function choose(one: Pick) {
    setAt(0);
    onWords("");
    onChoose(one.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    const current = found[at];
    if (found.length === 0) return;
    if (event.key === "ArrowDown") setAt((at + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((at - 1 + found.length) % found.length);
    else if (event.key === "Escape") onWords("");
    else if (event.key === "Enter" && !event.ctrlKey && current) choose(current);
    else return;
    event.preventDefault();
  }

  if (chosen) {
    return (
      <div className={classes.root}>
        <p className={classes.label}>{label}</p>
        <div className={classes.chosen}>
          {icon}
          <span>{chosen.words}</span>
          <button
            type="button"
            id={id}
            aria-label={`Retirer ${chosen.name}`}
            onClick={() => onChoose(null)}
          >
            <IconX size={18} stroke={1.75} aria-hidden="true" />
          </button>
        </div>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field inside, which has the role.
    <div className={classes.root} onKeyDown={onKeyDown}>
      <TextField
        id={id}
        label={label}
        value={words}
        onChange={(text) => {
          onWords(text);
          setAt(0);
        }}
        placeholder={props.placeholder}
        autoComplete="off"
        optional={props.optional}
        help={props.help}
        error={props.error}
        combobox={{ list, open: found.length > 0, active: found[at] && `${list}-${at}` }}
      />
      <div
        id={list}
        role="listbox"
        aria-label={label}
        className={classes.list}
        hidden={found.length === 0}
      >
        {found.map((one, index) => (
          <button
            key={one.id}
            id={`${list}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(one)}
          >
            <b>{one.name}</b>
            <small>{one.detail}</small>
          </button>
        ))}
      </div>
    </div>
  );
}
