import { IconUserHeart, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import type { ProfessionalSummary } from "../api";
import { searchProfessionalsOptions } from "../api/@tanstack/react-query.gen";
import { TextField } from "./Field";
import classes from "./ProfessionalPicker.module.css";

type ProfessionalPickerProps = {
  label: string;
  id: string;
  /** Who is chosen, with the way to take them out. */
  chosen: ProfessionalSummary | null;
  onChoose: (professional: ProfessionalSummary | null) => void;
  /** Doctors only. */
  doctors?: boolean;
  optional?: boolean;
  help?: string;
  error?: string | null;
};

const DOCTOR = "10";
const SHOWN = 6;
const FROM_LETTERS = 2;

/** "Dr Camille Aubertin, Port-à-l’Anglais". */
export function namePlace({ name, sector, commune_name }: ProfessionalSummary): string {
  return [name, sector ?? commune_name].filter(Boolean).join(", ");
}

function useFound(words: string, doctors: boolean) {
  const q = useDeferredValue(words.trim());
  const { data, isFetching } = useQuery({
    ...searchProfessionalsOptions({
      query: { q, limit: SHOWN, ...(doctors && { profession_code: DOCTOR }) },
    }),
    enabled: q.length >= FROM_LETTERS,
    staleTime: 60_000,
  });
  return {
    found: q.length >= FROM_LETTERS ? (data?.items.map((hit) => hit.professional) ?? []) : [],
    nobody: q.length >= FROM_LETTERS && !isFetching && data?.items.length === 0,
  };
}

/** Finds one professional of the directory by a few letters; arrows and Enter choose. */
export function ProfessionalPicker(props: ProfessionalPickerProps) {
  const { label, id, chosen, onChoose, doctors = false, optional, help, error } = props;
  const list = useId();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const { found, nobody } = useFound(words, doctors);

  function choose(professional: ProfessionalSummary) {
    setWords("");
    setAt(0);
    onChoose(professional);
  }

  function onKeyDown(event: KeyboardEvent) {
    const current = found[at];
    if (found.length === 0) return;
    if (event.key === "ArrowDown") setAt((at + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((at - 1 + found.length) % found.length);
    else if (event.key === "Escape") setWords("");
    else if (event.key === "Enter" && !event.ctrlKey && current) choose(current);
    else return;
    event.preventDefault();
  }

  if (chosen) {
    return (
      <div className={classes.root}>
        <p className={classes.label}>{label}</p>
        <div className={classes.chosen}>
          <IconUserHeart size={20} stroke={1.75} aria-hidden="true" />
          <span>{namePlace(chosen)}</span>
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
          setWords(text);
          setAt(0);
        }}
        placeholder="Quelques lettres du nom"
        autoComplete="off"
        optional={optional}
        help={nobody ? "Personne de ce nom sur le territoire." : help}
        error={error}
        combobox={{ list, open: found.length > 0, active: found[at] && `${list}-${at}` }}
      />
      <div
        id={list}
        role="listbox"
        aria-label={label}
        className={classes.list}
        hidden={found.length === 0}
      >
        {found.map((professional, index) => (
          <button
            key={professional.id}
            id={`${list}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(professional)}
          >
            <b>{professional.name}</b>
            <small>
              {[
                professional.specialty_label ?? professional.profession_label,
                professional.sector ?? professional.commune_name,
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </button>
        ))}
      </div>
    </div>
  );
}
