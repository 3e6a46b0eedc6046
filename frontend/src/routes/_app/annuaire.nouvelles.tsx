import { createFileRoute } from "@tanstack/react-router";
import { News } from "../../features/directory/News";

export const Route = createFileRoute("/_app/annuaire/nouvelles")({ component: News });
