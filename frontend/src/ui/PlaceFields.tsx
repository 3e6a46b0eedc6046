import type { Community } from "../api";
import { SelectField } from "./SelectField";

/** Where somebody lives, as chosen. */
export type ChosenPlace = { commune_insee: string; sector: string };

type PlaceFieldsProps = {
  community: Community;
  value: ChosenPlace;
  onChange: (changed: Partial<ChosenPlace>) => void;
  problems: Partial<Record<keyof ChosenPlace, string | null>>;
  /** The id of a field on the page: where an error leads. */
  idOf: (name: keyof ChosenPlace) => string;
  /** What the parts of a commune are called there. */
  sectorLabel: string;
};

/** The parts of a commune, as its community names them. */
export function sectorsOf(community: Community, commune: string): string[] {
  return community.sectors
    .filter((sector) => sector.commune_insee === commune)
    .map(({ name }) => name);
}

/** The commune when there are several, and its quarter when it has some; laid out by whoever shows them. */
export function PlaceFields(props: PlaceFieldsProps) {
  const { community, value, onChange, problems, idOf, sectorLabel } = props;
  const sectors = sectorsOf(community, value.commune_insee);
  return (
    <>
      {community.communes.length > 1 && (
        <SelectField
          id={idOf("commune_insee")}
          label="Commune"
          empty="Choisir"
          value={value.commune_insee}
          onChange={(commune_insee) => onChange({ commune_insee, sector: "" })}
          options={community.communes.map(({ insee, name }) => ({ value: insee, label: name }))}
          error={problems.commune_insee}
        />
      )}
      {sectors.length > 0 && (
        <SelectField
          id={idOf("sector")}
          label={sectorLabel}
          empty="Non précisé"
          optional
          value={value.sector}
          onChange={(sector) => onChange({ sector })}
          options={sectors.map((name) => ({ value: name, label: name }))}
          error={problems.sector}
        />
      )}
    </>
  );
}
