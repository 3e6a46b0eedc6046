import { createFileRoute } from "@tanstack/react-router";
import { Languages } from "../../features/teleconsultation/bookings/Languages";

export const Route = createFileRoute("/_app/teleconsultations/langues")({
  // The languages come with the page: what is none of them is the first.
  validateSearch: ({ langue }: Record<string, unknown>): { langue?: string } =>
    typeof langue === "string" && /^[a-z]{2}$/.test(langue) ? { langue } : {},
  component: LanguagesPage,
});

function LanguagesPage() {
  const { langue } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Languages
      code={langue ?? null}
      onCode={(code) => void navigate({ replace: true, search: { langue: code } })}
    />
  );
}
