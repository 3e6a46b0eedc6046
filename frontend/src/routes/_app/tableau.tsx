import { createFileRoute } from "@tanstack/react-router";
import type { UnscheduledCareState } from "../../api";
import { type BoardFilters, casesOptions } from "../../features/cases/cases";
import { STATUS } from "../../words";
import { BoardScreen } from "./-board/BoardScreen";

/** The filters and the selection, in the address: what is on screen can be sent to a colleague. */
type BoardSearch = {
  secteur?: string;
  etape?: UnscheduledCareState;
  q?: string;
  vue?: "closes";
  demande?: string;
};

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isState(value: unknown): value is UnscheduledCareState {
  return typeof value === "string" && value in STATUS.unscheduled_care;
}

function boardSearch(search: Record<string, unknown>): BoardSearch {
  return {
    secteur: text(search.secteur),
    etape: isState(search.etape) ? search.etape : undefined,
    q: text(search.q),
    vue: search.vue === "closes" ? "closes" : undefined,
    demande: text(search.demande),
  };
}

function filtersOf({ secteur, etape, q, vue }: BoardSearch): BoardFilters {
  return {
    ...(secteur && { sector: secteur }),
    ...(etape && { state: etape }),
    ...(q && { q }),
    ...(vue && { view: "closed" as const }),
  };
}

export const Route = createFileRoute("/_app/tableau")({
  validateSearch: boardSearch,
  /** The rows are asked beside the code of the page, not after it; the page shows itself without them. */
  loader: ({ context, location }) => {
    void context.queries.prefetchQuery(casesOptions(filtersOf(boardSearch(location.search))));
  },
  component: BoardPage,
});

function BoardPage() {
  const search = Route.useSearch();
  const { demande } = search;
  const navigate = Route.useNavigate();
  return (
    <BoardScreen
      filters={filtersOf(search)}
      onFilters={({ sector, state, q: words, view }) =>
        navigate({
          replace: true,
          search: {
            secteur: sector,
            etape: state,
            q: words,
            vue: view === "closed" ? "closes" : undefined,
            demande,
          },
        })
      }
      selected={demande ?? null}
      onSelect={(id) => navigate({ search: (before) => ({ ...before, demande: id ?? undefined }) })}
    />
  );
}
