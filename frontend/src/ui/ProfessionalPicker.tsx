import { IconUserHeart } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { ProfessionalSummary } from "../api";
import { searchProfessionalsOptions } from "../api/@tanstack/react-query.gen";
import { Picker } from "./Picker";

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

/** What tells somebody from another of that name: their specialty, and where they practise. */
function detail(one: ProfessionalSummary): string {
  const work = one.specialty_label ?? one.profession_label;
  return [work, one.sector ?? one.commune_name].filter(Boolean).join(" · ");
}

/** Finds one professional of the directory. */
export function ProfessionalPicker(props: ProfessionalPickerProps) {
  const { chosen, onChoose, doctors = false, help, ...shown } = props;
  const [words, setWords] = useState("");
  const { found, nobody } = useFound(words, doctors);
  return (
    <Picker
      {...shown}
      icon={<IconUserHeart size={20} stroke={1.75} aria-hidden="true" />}
      chosen={chosen && { name: chosen.name, words: namePlace(chosen) }}
      words={words}
      onWords={setWords}
      found={found.map((one) => ({ id: one.id, name: one.name, detail: detail(one) }))}
      onChoose={(id) => onChoose(found.find((one) => one.id === id) ?? null)}
      placeholder="Quelques lettres du nom"
      help={nobody ? "Personne de ce nom sur le territoire." : help}
    />
  );
}
