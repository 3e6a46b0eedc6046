import { createFileRoute } from "@tanstack/react-router";
import { Languages } from "../../features/teleconsultation/bookings/Languages";
import { LANGUAGES, type LanguageCode } from "../../features/teleconsultation/kiosk/languages";

export const Route = createFileRoute("/_app/teleconsultations/langues")({
  validateSearch: ({ langue }: Record<string, unknown>): { langue?: LanguageCode } => {
    const known = LANGUAGES.find(({ code }) => code === langue);
    return known ? { langue: known.code } : {};
  },
  component: LanguagesPage,
});

function LanguagesPage() {
  const { langue } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Languages
      code={langue ?? "ar"}
      onCode={(code) => void navigate({ replace: true, search: { langue: code } })}
    />
  );
}
