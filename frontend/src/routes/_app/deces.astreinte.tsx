import { createFileRoute } from "@tanstack/react-router";
import { RotaScreen } from "../../features/certifiers/RotaScreen";

/** A day of the week that is looked at, in the address. */
type RotaSearch = { semaine?: string };

const A_DAY = /^\d{4}-\d{2}-\d{2}$/;

export const Route = createFileRoute("/_app/deces/astreinte")({
  validateSearch: ({ semaine }: Record<string, unknown>): RotaSearch => ({
    ...(typeof semaine === "string" && A_DAY.test(semaine) && { semaine }),
  }),
  component: RotaPage,
});

function RotaPage() {
  const { semaine } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <RotaScreen
      week={semaine ?? null}
      onWeek={(monday) => void navigate({ search: monday ? { semaine: monday } : {} })}
    />
  );
}
