import { createFileRoute } from "@tanstack/react-router";
import { Traces } from "../../features/audit/Traces";

export const Route = createFileRoute("/_app/traces")({
  validateSearch: (search: Record<string, unknown>): { action?: string } =>
    typeof search.action === "string" ? { action: search.action } : {},
  component: TracesPage,
});

function TracesPage() {
  const { action } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Traces
      action={action}
      onAction={(chosen) =>
        void navigate({ search: chosen ? { action: chosen } : {}, replace: true })
      }
    />
  );
}
