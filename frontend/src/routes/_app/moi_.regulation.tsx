import { createFileRoute } from "@tanstack/react-router";
import { SeenScreen } from "../../features/regulation/SeenScreen";

export const Route = createFileRoute("/_app/moi_/regulation")({ component: SeenScreen });
