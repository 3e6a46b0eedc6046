import { createFileRoute } from "@tanstack/react-router";
import { AfterProSanteConnect } from "../features/identity/AfterProSanteConnect";

export const Route = createFileRoute("/pro-sante-connect")({ component: AfterProSanteConnect });
