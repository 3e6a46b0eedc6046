import { createFileRoute } from "@tanstack/react-router";
import { SitesScreen } from "../../features/teleconsultation/SitesScreen";

export const Route = createFileRoute("/_app/teleconsultation/sites/")({
  component: SitesScreen,
});
