import { IconFileImport, IconMapPin, IconPlus } from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useRef } from "react";
import type { AttendingDoctorFigures, AttendingDoctorLevel } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { count, counted } from "../../figures";
import { usePhoneAccount, useSidebarAsRail } from "../../ui/AppShell";
import { Button, ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { FilterChip } from "../../ui/FilterChip";
import { LongTable } from "../../ui/LongTable";
import { Menu } from "../../ui/Menu";
import { SearchField } from "../../ui/SearchField";
import { Segments } from "../../ui/Segments";
import { Skeletons } from "../../ui/Skeletons";
import { Unread } from "../../ui/Unread";
import { LEVEL } from "../../words";
import { daysWords } from "./attending-words";
import { useFigures, useWaitingList } from "./requests";
import type { WaitingSearch } from "./search";
import classes from "./WaitingList.module.css";
import { Waits } from "./Waits";
import { waitingColumns } from "./waiting-columns";

type WaitingListProps = {
  search: WaitingSearch;
  onSearch: (change: Partial<WaitingSearch>) => void;
  /** Beside the list: the request chosen in it. */
  panel: ReactNode;
};

const LEVELS = Object.keys(LEVEL) as AttendingDoctorLevel[];
const TOTAL = {
  waiting: "waiting",
  proposed: "proposed",
  to_complete: "to_complete",
  found: "found",
} as const satisfies Record<string, keyof AttendingDoctorFigures>;

/** Who looks for an attending doctor, the most in need first; what can be done now beside. */
export function WaitingList({ search, onSearch, panel }: WaitingListProps) {
  const list = useWaitingList(search);
  const figures = useFigures().data;
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const now = useServerNow();
  const account = usePhoneAccount();
  const scroller = useRef<HTMLDivElement>(null);
  useSidebarAsRail(true);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const tab = search.onglet ?? "waiting";
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const filtered = search.priorite || search.secteur || search.ald || search.q;
  return (
    <div className={classes.root}>
      <title>Recherche de médecin traitant · Maillage</title>
      <div ref={scroller} className={classes.main} data-panel={search.demande || undefined}>
        <header className={classes.head}>
          <h1>Recherche de médecin traitant</h1>
          <div className={classes.acts}>
            <ButtonLink
              to="/medecin-traitant/importer"
              icon={<IconFileImport size={18} stroke={1.75} aria-hidden="true" />}
            >
              Importer la liste CPAM
            </ButtonLink>
            <ButtonLink
              to="/medecin-traitant/nouvelle"
              variant="filled"
              icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
            >
              Nouvelle personne
            </ButtonLink>
          </div>
          {account}
        </header>
        {figures ? <Figures figures={figures} /> : <div className={classes.figures} />}
        <div className={classes.filters}>
          <Segments
            legend="Lesquelles"
            hideLegend
            options={[
              { value: "waiting", label: counted("En attente", figures?.waiting) },
              { value: "proposed", label: counted("Proposées", figures?.proposed) },
              { value: "to_complete", label: counted("À compléter", figures?.to_complete) },
              { value: "found", label: counted("Trouvées", figures?.found) },
            ]}
            value={tab}
            onChange={(chosen) => onSearch({ onglet: chosen === "waiting" ? undefined : chosen })}
          />
          <Menu
            look="chip"
            label="Priorité, filtrer"
            on={search.priorite !== undefined}
            trigger={search.priorite ? `Priorité ${LEVEL[search.priorite]}` : "Priorité"}
            items={[
              {
                key: "all",
                label: "Toutes les priorités",
                checked: search.priorite === undefined,
                onSelect: () => onSearch({ priorite: undefined }),
              },
              ...LEVELS.map((level) => ({
                key: level,
                label: LEVEL[level],
                checked: search.priorite === level,
                onSelect: () => onSearch({ priorite: level }),
              })),
            ]}
          />
          <SectorMenu
            names={places(community)}
            value={search.secteur}
            onChange={(secteur) => onSearch({ secteur })}
          />
          <FilterChip
            on={search.ald === true}
            onChange={(on) => onSearch({ ald: on || undefined })}
          >
            ALD
          </FilterChip>
          <SearchField
            label="Chercher un numéro, un secteur"
            placeholder="Numéro, secteur…"
            q={search.q ?? ""}
            onSearch={(q) => onSearch({ q: q || undefined })}
          />
        </div>
        {list.isPending && <Skeletons shape="row" count={12} />}
        <Unread title="La liste n’a pas pu être lue" list={list} />
        {list.data && rows.length === 0 && (
          <EmptyState
            title={filtered ? "Personne ne correspond" : "Personne ici"}
            action={
              filtered && (
                <Button
                  onClick={() =>
                    onSearch({
                      priorite: undefined,
                      secteur: undefined,
                      ald: undefined,
                      q: undefined,
                    })
                  }
                >
                  Retirer les filtres
                </Button>
              )
            }
          >
            Les personnes qui cherchent un médecin arrivent ici, les plus fragiles en tête.
          </EmptyState>
        )}
        {rows.length > 0 && (
          <LongTable
            label="Recherche de médecin traitant"
            rows={rows}
            rowKey={(row) => row.id}
            selected={search.demande}
            scroller={scroller}
            total={filtered || !figures ? undefined : figures[TOTAL[tab]]}
            onEnd={onEnd}
            columns={waitingColumns(now, (row) =>
              onSearch({ demande: row.id === search.demande ? undefined : row.id }),
            )}
          />
        )}
        {isFetchingNextPage && <Skeletons shape="row" count={3} />}
      </div>
      {panel}
    </div>
  );
}

/** The quarters of the territory, and its communes when there are several. */
function places(community: {
  sectors: { name: string }[];
  communes: { name: string }[];
}): string[] {
  const communes = community.communes.length > 1 ? community.communes : [];
  return [...new Set([...communes, ...community.sectors].map(({ name }) => name))].sort((a, b) =>
    a.localeCompare(b, "fr"),
  );
}

type SectorMenuProps = {
  names: string[];
  value: string | undefined;
  onChange: (name: string | undefined) => void;
};

function SectorMenu({ names, value, onChange }: SectorMenuProps) {
  if (names.length === 0) return null;
  return (
    <Menu
      look="chip"
      label="Secteur, filtrer"
      on={value !== undefined}
      trigger={
        <>
          <IconMapPin size={16} stroke={1.75} aria-hidden="true" />
          {value ?? "Secteur"}
        </>
      }
      items={[
        {
          key: "all",
          label: "Tous les secteurs",
          checked: value === undefined,
          onSelect: () => onChange(undefined),
        },
        ...names.map((name) => ({
          key: name,
          label: name,
          checked: value === name,
          onSelect: () => onChange(name),
        })),
      ]}
    />
  );
}

function Figures({ figures }: { figures: AttendingDoctorFigures }) {
  const high = figures.by_level.find(({ level }) => level === "high");
  return (
    <div className={classes.figures}>
      <dl>
        <Figure value={count(figures.waiting)} label="en attente" />
        <Figure value={count(figures.proposed)} label="proposées à un médecin" />
        <Figure value={daysWords(high?.median_days ?? null)} label="attente médiane, haute" />
        <Figure value={daysWords(figures.median_days)} label="attente médiane, toutes" />
      </dl>
      <Waits figures={figures} />
      <p className={classes.places}>
        Places déclarées ce mois&nbsp;:{" "}
        <b>
          {figures.places_left} restante{figures.places_left > 1 ? "s" : ""} sur {figures.places}
        </b>
        , {figures.volunteers} médecin{figures.volunteers > 1 ? "s" : ""}
        {figures.in_six_months > 0 && `, peut-être ${figures.in_six_months} de plus d’ici six mois`}
      </p>
    </div>
  );
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
