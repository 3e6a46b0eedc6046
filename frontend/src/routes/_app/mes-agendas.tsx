import { createFileRoute } from "@tanstack/react-router";
import { OutsideScreen } from "../../features/availability/outside/OutsideScreen";

export const Route = createFileRoute("/_app/mes-agendas")({ component: OutsideScreen });
