import { createFileRoute } from "@tanstack/react-router";
import { CensusScreen } from "../../features/teleconsultation/CensusScreen";

export const Route = createFileRoute("/_app/teleconsultation/recensement")({
  component: CensusScreen,
});
