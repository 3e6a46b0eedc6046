import { createFileRoute } from "@tanstack/react-router";
import { OwnCircles } from "../../features/people/OwnCircles";

export const Route = createFileRoute("/_app/moi_/cercles")({ component: OwnCircles });
