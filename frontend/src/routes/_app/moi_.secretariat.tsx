import { createFileRoute } from "@tanstack/react-router";
import { SecretariatScreen } from "../../features/secretariat/SecretariatScreen";

export const Route = createFileRoute("/_app/moi_/secretariat")({ component: SecretariatScreen });
