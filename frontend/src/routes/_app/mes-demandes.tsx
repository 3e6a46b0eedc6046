import { createFileRoute } from "@tanstack/react-router";
import { useUnreadCounts } from "../../features/cases/unread";
import { RequestList } from "../../features/unscheduled_care/RequestList";
import { useMe } from "../../session";

export const Route = createFileRoute("/_app/mes-demandes")({
  validateSearch: (search: Record<string, unknown>): { vue?: "prises" } =>
    search.vue === "prises" ? { vue: "prises" } : {},
  component: RequestsPage,
});

function RequestsPage() {
  const me = useMe();
  const navigate = Route.useNavigate();
  const { vue } = Route.useSearch();
  return (
    <RequestList
      view={vue === "prises" ? "taken" : "mine"}
      onView={(view) => navigate({ search: view === "taken" ? { vue: "prises" } : {} })}
      unread={useUnreadCounts()}
      takes={me.scopes.includes("offers:answer")}
    />
  );
}
