import { createFileRoute } from "@tanstack/react-router";
import type { AgendaView } from "../../features/availability/AgendaBar";
import { AgendaScreen } from "../../features/availability/AgendaScreen";

type AgendaSearch = {
  /** The day that is looked at, today when absent. */
  jour?: string;
  vue?: "jour";
  /** Comes to open time. */
  ouvrir?: true;
  /** Comes to say until when one is free. */
  libre?: true;
};

export const Route = createFileRoute("/_app/agenda")({
  validateSearch: ({ jour, vue, ouvrir, libre }: Record<string, unknown>): AgendaSearch => ({
    ...(typeof jour === "string" && isDay(jour) && { jour }),
    ...(vue === "jour" && { vue }),
    ...(ouvrir === true && { ouvrir }),
    ...(libre === true && { libre }),
  }),
  component: AgendaPage,
});

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function AgendaPage() {
  const { jour, vue, ouvrir, libre } = Route.useSearch();
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
      free={libre === true}
      onAbsence={(absence) => navigate({ to: "/absences", search: { absence } })}
      onOpened={() =>
        navigate({
          search: ({ ouvrir: _opened, libre: _freed, ...known }) => known,
          replace: true,
        })
      }
    />
  );
}
