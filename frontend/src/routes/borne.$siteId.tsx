import { createFileRoute, redirect } from "@tanstack/react-router";
import { KioskScreen } from "../features/teleconsultation/kiosk/KioskScreen";
import { meOptions } from "../session";

/**
 * The full-screen page of a site of teleconsultation, for a pharmacy whose kiosk has no software of its own:
 * somebody of the site signs in once, then the people of the neighbourhood touch it.
 */
export const Route = createFileRoute("/borne/$siteId")({
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meOptions);
    if (me === null) throw redirect({ to: "/connexion", search: { retour: location.href } });
  },
  component: KioskPage,
});

function KioskPage() {
  const { siteId } = Route.useParams();
  return <KioskScreen siteId={siteId} />;
}
