import { IconBuildingHospital } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { Organisation, OrganisationKind } from "../../api";
import { searchOrganisationsOptions } from "../../api/@tanstack/react-query.gen";
import { Picker } from "../../ui/Picker";
import { ORGANISATION_KIND } from "../../words";

/** Those that follow a person at home; a home help service is of the kind `other`. */
const FOLLOW_AT_HOME = new Set<OrganisationKind>([
  "practice_group",
  "health_house",
  "health_centre",
  "pharmacy",
  "nursing_home",
  "support_service",
  "other",
]);
const READ = 30;
const SHOWN = 6;
const FROM_LETTERS = 2;

type StructurePickerProps = {
  label: string;
  id: string;
  chosen: Organisation | null;
  onChoose: (structure: Organisation | null) => void;
  help?: string;
  error?: string | null;
};

/** Finds a structure of the territory that follows people at home: a pharmacy, an EHPAD, a nursing service. */
export function StructurePicker({ chosen, onChoose, help, ...shown }: StructurePickerProps) {
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const asks = q.length >= FROM_LETTERS;
  const { data, isFetching } = useQuery({
    ...searchOrganisationsOptions({ query: { q, limit: READ } }),
    enabled: asks,
    staleTime: 60_000,
  });
  const follow = asks ? (data?.items.filter(({ kind }) => FOLLOW_AT_HOME.has(kind)) ?? []) : [];
  const found = follow.slice(0, SHOWN);
  const none = asks && !isFetching && data !== undefined && found.length === 0;
  return (
    <Picker
      {...shown}
      icon={<IconBuildingHospital size={20} stroke={1.75} aria-hidden="true" />}
      chosen={
        chosen && {
          name: chosen.name,
          words: `${chosen.name}, ${chosen.sector ?? chosen.commune_name}`,
        }
      }
      words={words}
      onWords={setWords}
      found={found.map(({ id, name, kind, sector, commune_name }) => ({
        id,
        name,
        detail: `${ORGANISATION_KIND[kind]} · ${sector ?? commune_name}`,
      }))}
      onChoose={(id) => onChoose(found.find((one) => one.id === id) ?? null)}
      placeholder="Quelques lettres du nom"
      help={none ? "Aucune structure de ce nom qui suive les personnes à domicile." : help}
    />
  );
}
