import { createFileRoute } from "@tanstack/react-router";
import { Messages } from "../../features/notifications/Messages";

export const Route = createFileRoute("/_app/messages")({ component: Messages });
