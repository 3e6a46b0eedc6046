import { createFileRoute } from "@tanstack/react-router";
import { PageScreen } from "../../features/directory/PageScreen";

export const Route = createFileRoute("/_app/moi_/fiche")({ component: PageScreen });
