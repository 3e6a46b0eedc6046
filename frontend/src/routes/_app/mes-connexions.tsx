import { createFileRoute } from "@tanstack/react-router";
import { ConnectionsScreen } from "../../features/identity/ConnectionsScreen";

export const Route = createFileRoute("/_app/mes-connexions")({ component: ConnectionsScreen });
