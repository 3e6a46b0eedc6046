import { createFileRoute } from "@tanstack/react-router";
import { Waiting } from "../../features/identity/Waiting";

export const Route = createFileRoute("/_app/accueil")({ component: Waiting });
