import { createFileRoute } from "@tanstack/react-router";
import { AgendaScreen, type AgendaView } from "../../features/availability/AgendaScreen";

type AgendaSearch = {
  /** The day that is looked at, today when absent. */
  jour?: string;
  vue?: "jour";
  /** Comes to open time. */
  ouvrir?: true;
};

export const Route = createFileRoute("/_app/agenda")({
  validateSearch: ({ jour, vue, ouvrir }: Record<string, unknown>): AgendaSearch => ({
    ...(typeof jour === "string" && isDay(jour) && { jour }),
    ...(vue === "jour" && { vue }),
    ...(ouvrir === true && { ouvrir }),
  }),
  component: AgendaPage,
});

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function AgendaPage() {
  const { jour, vue, ouvrir } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <AgendaScreen
      day={jour ?? null}
      view={vue === "jour" ? "day" : "week"}
      onDay={(day) => navigate({ search: (known) => ({ ...known, jour: day ?? undefined }) })}
      onView={(view: AgendaView) =>
        navigate({ search: (known) => ({ ...known, vue: view === "day" ? "jour" : undefined }) })
      }
      opening={ouvrir === true}
      onOpened={() => navigate({ search: ({ ouvrir: _done, ...known }) => known, replace: true })}
    />
  );
}
