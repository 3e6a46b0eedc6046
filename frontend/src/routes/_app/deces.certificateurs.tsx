import { createFileRoute } from "@tanstack/react-router";
import { CertifiersScreen } from "../../features/certifiers/CertifiersScreen";

export const Route = createFileRoute("/_app/deces/certificateurs")({
  component: CertifiersScreen,
});
