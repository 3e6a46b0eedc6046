import { createFileRoute } from "@tanstack/react-router";
import { Groups } from "../../features/second_opinion/Groups";

export const Route = createFileRoute("/_app/avis/filieres")({ component: Groups });
