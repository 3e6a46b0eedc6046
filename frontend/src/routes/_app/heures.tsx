import { createFileRoute } from "@tanstack/react-router";
import { ProofScreen } from "../../features/regulation/ProofScreen";

export const Route = createFileRoute("/_app/heures")({
  validateSearch: ({ mois }: Record<string, unknown>): { mois?: string } =>
    typeof mois === "string" && /^20\d{2}-(0[1-9]|1[0-2])$/.test(mois) ? { mois } : {},
  component: HoursPage,
});

function HoursPage() {
  const { mois } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ProofScreen
      month={mois ?? null}
      onMonth={(month) => void navigate({ replace: true, search: { mois: month ?? undefined } })}
    />
  );
}
