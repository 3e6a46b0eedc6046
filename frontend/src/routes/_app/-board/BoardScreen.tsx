import { IconBed, IconDots, IconFlower, IconPhoneIncoming } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Absence, Case, CaseKind, TeleconsultationKiosk } from "../../../api";
import { serverNow, useServerNow } from "../../../clock";
import { firstDue, useOpenAbsences } from "../../../features/availability/absence/open-absences";
import { BoardFilters } from "../../../features/cases/BoardFilters";
import { BoardTable } from "../../../features/cases/BoardTable";
import { type Breaks, nextStepWord } from "../../../features/cases/board-words";
import {
  type BoardFilters as Filters,
  useCaseCounts,
  useCases,
} from "../../../features/cases/cases";
import { CoordinatorOpenNow } from "../../../features/dispatch/CoordinatorOpenNow";
import { useSilentKiosks } from "../../../features/teleconsultation/bookings/silent-kiosks";
import { useTold } from "../../../live/polling";
import { problemSentence } from "../../../problems";
import { hour, longDay } from "../../../time";
import { usePhoneAccount, useSidebarAsRail } from "../../../ui/AppShell";
import { ButtonLink } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { KeysSheet } from "../../../ui/KeysSheet";
import { Menu } from "../../../ui/Menu";
import { Note } from "../../../ui/Note";
import { Skeletons } from "../../../ui/Skeletons";
import { ActButton, actItems } from "../-request/ActButton";
import { subjectOfRow } from "../-request/subject";
import { useActs } from "../-request/useActs";
import classes from "./BoardScreen.module.css";
import { useBoardKeys } from "./useBoardKeys";

const loadCasePanel = () => import("./CasePanel");
const DeathPanel = lazy(async () => ({
  default: (await import("../-death/DeathPanel")).DeathPanel,
}));
const WaitingPanel = lazy(async () => ({
  default: (await import("../-attending/WaitingPanel")).WaitingPanel,
}));
const OpinionPanel = lazy(async () => ({
  default: (await import("../-opinion/OpinionPanel")).OpinionPanel,
}));
const DischargePanel = lazy(async () => ({
  default: (await import("../-discharge/DischargePanel")).DischargePanel,
}));
const TeleconsultationPanel = lazy(async () => ({
  default: (await import("./TeleconsultationPanel")).TeleconsultationPanel,
}));
const BoardAbsences = lazy(async () => ({
  default: (await import("../../../features/availability/absence/BoardAbsences")).BoardAbsences,
}));
const BoardKiosks = lazy(async () => ({
  default: (await import("../../../features/teleconsultation/bookings/BoardKiosks")).BoardKiosks,
}));
const CasePanel = lazy(async () => ({ default: (await loadCasePanel()).CasePanel }));

/** What shows a request beside the board, by its kind, with acts of its own; care goes by those of the rows. */
const PANEL = {
  death_certification: DeathPanel,
  attending_doctor: WaitingPanel,
  second_opinion: OpinionPanel,
  hospital_discharge: DischargePanel,
  teleconsultation: TeleconsultationPanel,
} as const satisfies Record<Exclude<CaseKind, "unscheduled_care">, unknown>;

type BoardScreenProps = {
  filters: Filters;
  onFilters: (filters: Filters) => void;
  /** The request whose panel is open. */
  selected: string | null;
  onSelect: (id: string | null) => void;
};

const KEYS = [
  ["↑ ↓", "Aller d’une ligne à l’autre"],
  ["Entrée", "Ouvrir le panneau"],
  ["a", "Attribuer"],
  ["r", "Actualiser l’ordre des lignes"],
  ["/", "Chercher"],
  ["Échap", "Fermer le panneau"],
  ["?", "Cette aide"],
] as const;
const STALE_MS = 60_000;
/** Acts that a row proposes; for the others it says what happens by itself. */
const ON_ROWS = new Set([
  "assign",
  "relaunch",
  "widen",
  "resume",
  "complete",
  "call",
  "close",
  "hand_to_samu",
]);

/** Requests whose panel alone says what each act needs. */
const ON_PANEL = new Set<CaseKind>(["attending_doctor", "teleconsultation"]);

/** The coordinator's board: what breaks first on top, one action a row, the panel beside. */
export function BoardScreen({ filters, onFilters, selected, onSelect }: BoardScreenProps) {
  const { data, isError, error, dataUpdatedAt } = useCases(filters);
  const counts = useCaseCounts().data;
  const { act, sheet, problem } = useActs();
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const account = usePhoneAccount();
  useSidebarAsRail(true);
  const closed = filters.view === "closed";
  const absences = useOpenAbsences();
  const silent = useSilentKiosks();
  const beside = closed ? null : besideOf(absences, silent);
  const rows = data?.items ?? [];
  const row = rows.find(({ id }) => id === selected);
  const Panel = row && row.kind !== "unscheduled_care" ? PANEL[row.kind] : null;
  const panel = { requestId: selected ?? "", row, onClose: () => onSelect(null) };
  const waiting = counts?.items.reduce((sum, it) => sum + it.waits_for_coordinator, 0) ?? 0;
  const open = counts?.items.reduce((sum, count) => sum + count.open, 0);

  useBoardKeys({
    onAssign: (id) => {
      const target = rows.find((it) => it.id === (id ?? selected));
      if (target?.actions.includes("assign")) act(subjectOfRow(target), "assign");
    },
    onSearch: () => search.current?.focus(),
    onHelp: () => setHelp(true),
    onClose: () => onSelect(null),
  });

  function action(it: Case) {
    const [first] = it.actions;
    if (!first || !ON_ROWS.has(first))
      return <span>{nextStepWord(it.next_step, serverNow())}</span>;
    return (
      <ActButton
        action={first}
        about={it.number}
        size="row"
        phone={it.professional_phone ?? it.requester_phone}
        variant={it.id === selected && it.waits_for === "coordinator" ? "filled" : "default"}
        onAct={(chosen) =>
          ON_PANEL.has(it.kind) ? onSelect(it.id) : act(subjectOfRow(it), chosen)
        }
      />
    );
  }
  function more(it: Case) {
    if (ON_PANEL.has(it.kind)) return null; // its panel says what each act needs
    const items = actItems(it.actions.slice(ON_ROWS.has(it.actions[0] ?? "") ? 1 : 0), (chosen) =>
      act(subjectOfRow(it), chosen),
    );
    if (items.length === 0) return null;
    return (
      <Menu
        look="icon"
        label={`Autres actions, ${it.number}`}
        trigger={<IconDots size={18} stroke={1.75} aria-hidden="true" />}
        items={items}
      />
    );
  }
  // The panel comes right behind the list, so that the first request opened does not wait for it.
  useEffect(() => void loadCasePanel(), []);

  return (
    <div className={classes.root} data-panel={selected ? "open" : undefined}>
      <title>{`${waiting > 0 ? `(${waiting}) ` : ""}Tableau · Maillage`}</title>
      {selected && <h1 className={classes.behind}>Tableau</h1>}
      <header className={classes.head}>
        <div className={classes.top}>
          <h1>Tableau</h1>
          <Now />
          <CoordinatorOpenNow />
          <ButtonLink
            to="/demander"
            search={{ appel: true }}
            variant="filled"
            size="small"
            icon={<IconPhoneIncoming size={18} stroke={1.75} aria-hidden="true" />}
          >
            Demande par téléphone
          </ButtonLink>
          <ButtonLink
            to="/deces/nouvelle"
            search={{ appel: true }}
            size="small"
            icon={<IconFlower size={18} stroke={1.75} aria-hidden="true" />}
          >
            Décès
          </ButtonLink>
          <ButtonLink
            to="/sorties/nouvelle"
            search={{ appel: true }}
            size="small"
            icon={<IconBed size={18} stroke={1.75} aria-hidden="true" />}
          >
            Sortie
          </ButtonLink>
          {account}
        </div>
        <BoardFilters
          filters={filters}
          onChange={onFilters}
          open={open}
          sectors={counts?.sectors ?? []}
          search={search}
        />
      </header>
      <div className={classes.body}>
        <div className={classes.list}>
          {problem && (
            <Note tone="crit" alert>
              {problem}
            </Note>
          )}
          {isError && (
            <Note tone="warn" alert>
              {problemSentence(error)}
            </Note>
          )}
          {data && <Stale at={dataUpdatedAt} />}
          {!data && !isError && <Skeletons shape="row" count={12} />}
          {data && rows.length === 0 && <Empty filters={filters} onFilters={onFilters} />}
          {(rows.length > 0 || (data && beside)) && (
            <BoardTable
              rows={rows}
              listed={JSON.stringify(filters)}
              beside={beside}
              closed={closed}
              selected={selected}
              onSelect={(id) => onSelect(id === selected ? null : id)}
              action={action}
              more={more}
            />
          )}
        </div>
        {selected && (
          <Suspense>
            {Panel ? (
              <Panel key={selected} {...panel} />
            ) : (
              <CasePanel key={selected} {...panel} onAct={act} />
            )}
          </Suspense>
        )}
      </div>
      {sheet}
      {help && <KeysSheet keys={KEYS} onClose={() => setHelp(false)} />}
    </div>
  );
}

/** The absences and the silent kiosks as a row each among the requests: with people to call, somebody must act. */
function besideOf(absences: readonly Absence[], silent: readonly TeleconsultationKiosk[]) {
  if (absences.length === 0 && silent.length === 0) return null;
  const due = firstDue(absences);
  const calls = silent.length > 0 || absences.some(({ to_call }) => to_call > 0);
  const breaks: Breaks = {
    waits_for: calls ? "coordinator" : "nobody",
    clock: due === null ? null : { due_at: due },
  };
  const line = (
    <Suspense key="beside">
      {absences.length > 0 && <BoardAbsences absences={absences} />}
      {silent.length > 0 && <BoardKiosks kiosks={silent} />}
    </Suspense>
  );
  return { breaks, line };
}

function Now() {
  const now = useServerNow();
  return (
    <span className={classes.now}>
      {longDay(now)}, {hour(now)}
    </span>
  );
}

/** When what is shown was read, once that is more than a minute ago and nobody would tell of a change. */
function Stale({ at }: { at: number }) {
  const told = useTold();
  const [old, setOld] = useState(false);
  useEffect(() => {
    setOld(false);
    const timer = setTimeout(() => setOld(true), STALE_MS - (Date.now() - at));
    return () => clearTimeout(timer);
  }, [at]);
  return old && !told ? <Note>Mis à jour à {hour(at)}</Note> : null;
}

function Empty({ filters, onFilters }: Pick<BoardScreenProps, "filters" | "onFilters">) {
  const filtered = filters.q || filters.sector || filters.state;
  if (filtered) {
    return (
      <EmptyState
        title="Aucune demande ne correspond"
        action={
          <button type="button" className={classes.clear} onClick={() => onFilters({})}>
            Retirer les filtres
          </button>
        }
      >
        Avec ces filtres, le tableau est vide.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Rien d’ouvert" drawing>
      Les demandes arrivent ici, la plus pressée en tête.
    </EmptyState>
  );
}
