import { createFileRoute } from "@tanstack/react-router";
import { PreferencesScreen } from "../../features/notifications/PreferencesScreen";

export const Route = createFileRoute("/_app/moi_/notifications")({ component: PreferencesScreen });
