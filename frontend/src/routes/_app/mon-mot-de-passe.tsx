import { createFileRoute } from "@tanstack/react-router";
import { OwnPasswordScreen } from "../../features/identity/OwnPasswordScreen";

export const Route = createFileRoute("/_app/mon-mot-de-passe")({ component: OwnPasswordScreen });
