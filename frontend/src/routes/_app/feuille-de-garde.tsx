import { createFileRoute } from "@tanstack/react-router";
import { DutySheet } from "../../features/directory/duty/DutySheet";

export const Route = createFileRoute("/_app/feuille-de-garde")({
  component: DutySheet,
});
