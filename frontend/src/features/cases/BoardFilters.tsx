import { IconMapPin, IconProgress } from "@tabler/icons-react";
import type { RefObject } from "react";
import type { UnscheduledCareState } from "../../api";
import { Menu, type MenuItem } from "../../ui/Menu";
import { SearchField } from "../../ui/SearchField";
import { Segments } from "../../ui/Segments";
import { STATUS } from "../../words";
import classes from "./BoardFilters.module.css";
import type { BoardFilters as Filters } from "./cases";

type BoardFiltersProps = {
  filters: Filters;
  onChange: (filters: Filters) => void;
  open: number | undefined;
  sectors: string[];
  /** The search field, which `/` leads to. */
  search: RefObject<HTMLInputElement | null>;
};

/** The steps of an open request that are worth a filter. */
const STEPS = [
  "to_complete",
  "attending_doctor_asked",
  "wave_1",
  "wave_2",
  "wave_3",
  "no_solution",
  "slot_held",
  "appointment_confirmed",
] as const satisfies UnscheduledCareState[];

/** The filters of the board; what they hold lives in its address. */
export function BoardFilters({ filters, onChange, open, sectors, search }: BoardFiltersProps) {
  const set = (changed: Partial<Filters>) => onChange({ ...filters, ...changed });
  const step = filters.state ? STATUS.unscheduled_care[filters.state].word : "Toutes les étapes";
  const choice = (key: string, label: string, checked: boolean, chosen: Partial<Filters>) =>
    ({ key, label, checked, onSelect: () => set(chosen) }) satisfies MenuItem;
  return (
    <div className={classes.root}>
      <Segments
        legend="Lesquelles"
        hideLegend
        options={[
          { value: "open", label: open === undefined ? "Ouvertes" : `Ouvertes ${open}` },
          { value: "closed", label: "Closes" },
        ]}
        value={filters.view === "closed" ? "closed" : "open"}
        onChange={(view) =>
          set({ view: view === "closed" ? "closed" : undefined, state: undefined })
        }
      />
      {sectors.length > 0 && (
        <Menu
          look="chip"
          label={`${filters.sector ?? "Tous les secteurs"}, filtrer`}
          on={filters.sector !== undefined}
          trigger={
            <>
              <IconMapPin size={16} stroke={1.75} aria-hidden="true" />
              {filters.sector ?? "Tous les secteurs"}
            </>
          }
          items={[
            choice("all", "Tous les secteurs", filters.sector === undefined, { sector: undefined }),
            ...sectors.map((sector) =>
              choice(sector, sector, filters.sector === sector, { sector }),
            ),
          ]}
        />
      )}
      {filters.view !== "closed" && (
        <Menu
          look="chip"
          label={`${step}, filtrer`}
          on={filters.state !== undefined}
          trigger={
            <>
              <IconProgress size={16} stroke={1.75} aria-hidden="true" />
              {step}
            </>
          }
          items={[
            choice("all", "Toutes les étapes", filters.state === undefined, { state: undefined }),
            ...STEPS.map((state) =>
              choice(state, STATUS.unscheduled_care[state].word, filters.state === state, {
                state,
              }),
            ),
          ]}
        />
      )}
      <SearchField
        field={search}
        label="Chercher un numéro, un secteur, un besoin"
        placeholder="Numéro, secteur…"
        q={filters.q ?? ""}
        onSearch={(q) => set({ q: q || undefined })}
      />
    </div>
  );
}
