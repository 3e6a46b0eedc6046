import { IconMap, IconMapPin, IconStethoscope } from "@tabler/icons-react";
import { FilterChip } from "../../ui/FilterChip";
import { Menu, type MenuItem } from "../../ui/Menu";
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
};

type Facet = { code: string; label: string; count: number };

function choices(
  facets: Facet[],
  chosen: string | undefined,
  all: string,
  choose: (code: string | undefined) => void,
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

/** The filters of the directory, all of them in the address of the page. */
export function Filters({ search, onChange, measured, mapToo }: FiltersProps) {
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
            onChange({ profession: code }),
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
}
