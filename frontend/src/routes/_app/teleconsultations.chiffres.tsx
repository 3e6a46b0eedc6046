import { createFileRoute } from "@tanstack/react-router";
import { Figures } from "../../features/teleconsultation/bookings/Figures";

export const Route = createFileRoute("/_app/teleconsultations/chiffres")({
  validateSearch: ({ mois }: Record<string, unknown>): { mois?: string } =>
    typeof mois === "string" && /^20\d{2}-(0[1-9]|1[0-2])$/.test(mois) ? { mois } : {},
  component: FiguresPage,
});

function FiguresPage() {
  const { mois } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Figures
      month={mois ?? null}
      onMonth={(month) => void navigate({ replace: true, search: { mois: month ?? undefined } })}
    />
  );
}
