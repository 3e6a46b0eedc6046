import { IconBuilding, IconMap, IconMapPin, IconStethoscope } from "@tabler/icons-react";
import { memo } from "react";
import type { OrganisationKind } from "../../api";
import { FilterChip } from "../../ui/FilterChip";
import { Menu, type MenuItem } from "../../ui/Menu";
import { ORGANISATION_KIND } from "../../words";
import classes from "./Directory.module.css";
import { useFacets } from "./directory";
import { type DirectorySearch, FILTERS } from "./search";

type FiltersProps = {
  search: DirectorySearch;
  onChange: (change: Partial<DirectorySearch>) => void;
  /** Free slots can be measured for this person. */
  measured: boolean;
  /** The map takes the place of the list, rather than standing beside it. */
  mapToo: boolean;
  /** The kinds of structures of the territory, with how many there are. */
  kinds: { kind: OrganisationKind; count: number }[];
};

type Facet<C extends string> = { code: C; label: string; count: number };

function choices<C extends string>(
  facets: Facet<C>[],
  chosen: string | undefined,
  all: string,
  choose: (code: C | undefined) => void,
): MenuItem[] {
  return [
    { key: "", label: all, checked: !chosen, onSelect: () => choose(undefined) },
    ...facets.map((facet) => ({
      key: facet.code,
      label: `${facet.label}, ${facet.count}`,
      checked: facet.code === chosen,
      onSelect: () => choose(facet.code),
    })),
  ];
}

/** What structures do not have, taken away when one looks for them. */
const PEOPLE_ONLY: Partial<DirectorySearch> = {
  visites: undefined,
  libre: undefined,
  nouveaux: undefined,
  snp: undefined,
  profession: undefined,
};

/** The filters of the directory, all of them in the address of the page. */
export const Filters = memo(function Filters({
  search,
  onChange,
  measured,
  mapToo,
  kinds,
}: FiltersProps) {
  const { data: facets } = useFacets();
  const profession = facets?.professions.find((one) => one.code === search.profession);
  const commune = facets?.communes.find((one) => one.code === search.commune);
  return (
    <div className={classes.filters}>
      {mapToo && (
        <FilterChip
          on={search.vue === "carte"}
          icon={<IconMap size={16} stroke={1.75} aria-hidden="true" />}
          onChange={(on) => onChange({ vue: on ? "carte" : undefined })}
        >
          Carte
        </FilterChip>
      )}
      {FILTERS.filter((filter) => filter.key !== "libre" || measured).map((filter) => (
        <FilterChip
          key={filter.key}
          on={search[filter.key] === true}
          onChange={(on) => onChange({ [filter.key]: on || undefined })}
        >
          {filter.label}
        </FilterChip>
      ))}
      {facets && (
        <Menu
          look="chip"
          on={profession !== undefined}
          label={profession?.label ?? "Toutes les professions"}
          trigger={
            <>
              <IconStethoscope size={16} stroke={1.75} aria-hidden="true" />
              {profession?.label ?? "Toutes les professions"}
            </>
          }
          items={choices(facets.professions, search.profession, "Toutes les professions", (code) =>
            onChange({ profession: code, nature: undefined }),
          )}
        />
      )}
      {kinds.length > 0 && (
        <Menu
          look="chip"
          on={search.nature !== undefined}
          label={search.nature ? ORGANISATION_KIND[search.nature] : "Structures"}
          trigger={
            <>
              <IconBuilding size={16} stroke={1.75} aria-hidden="true" />
              {search.nature ? ORGANISATION_KIND[search.nature] : "Structures"}
            </>
          }
          items={choices(
            kinds.map(({ kind, count }) => ({ code: kind, label: ORGANISATION_KIND[kind], count })),
            search.nature,
            "Professionnels et structures",
            (nature) => onChange({ nature, ...(nature && PEOPLE_ONLY) }),
          )}
        />
      )}
      {facets && facets.communes.length > 1 && (
        <Menu
          look="chip"
          on={commune !== undefined}
          label={commune?.label ?? "Toutes les communes"}
          trigger={
            <>
              <IconMapPin size={16} stroke={1.75} aria-hidden="true" />
              {commune?.label ?? "Toutes les communes"}
            </>
          }
          items={choices(facets.communes, search.commune, "Toutes les communes", (code) =>
            onChange({ commune: code }),
          )}
        />
      )}
    </div>
  );
});
