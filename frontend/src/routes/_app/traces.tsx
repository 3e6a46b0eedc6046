import { createFileRoute } from "@tanstack/react-router";
import { type TraceFilters, Traces } from "../../features/audit/Traces";

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

export const Route = createFileRoute("/_app/traces")({
  validateSearch: ({ action, subject }: Record<string, unknown>): TraceFilters => ({
    action: text(action),
    subject: text(subject),
  }),
  component: TracesPage,
});

function TracesPage() {
  const navigate = Route.useNavigate();
  return (
    <Traces
      filters={Route.useSearch()}
      onFilters={(search) => void navigate({ search, replace: true })}
    />
  );
}
