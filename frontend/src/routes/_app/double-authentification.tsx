import { createFileRoute } from "@tanstack/react-router";
import { FactorsScreen } from "../../features/identity/FactorsScreen";

export const Route = createFileRoute("/_app/double-authentification")({ component: FactorsScreen });
