import { createFileRoute } from "@tanstack/react-router";
import { AbsencesScreen } from "../../features/availability/absence/AbsencesScreen";
import { useMe } from "../../session";

/** The absence that is looked at, in the address. */
type AbsencesSearch = { absence?: string };

export const Route = createFileRoute("/_app/absences")({
  validateSearch: ({ absence }: Record<string, unknown>): AbsencesSearch => ({
    ...(typeof absence === "string" && { absence }),
  }),
  component: AbsencesPage,
});

function AbsencesPage() {
  const { absence } = Route.useSearch();
  const coordinates = useMe().scopes.includes("board:read");
  return <AbsencesScreen chosen={absence ?? null} coordinates={coordinates} />;
}
