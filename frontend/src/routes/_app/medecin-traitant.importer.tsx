import { createFileRoute, Navigate } from "@tanstack/react-router";
import { ImportScreen } from "../../features/attending_doctor/list_import/ImportScreen";
import { useMe } from "../../session";

export const Route = createFileRoute("/_app/medecin-traitant/importer")({
  component: ImportPage,
});

/** For the coordination: the others have nothing to import. */
function ImportPage() {
  const may = useMe().scopes.includes("dispatch:manage");
  return may ? <ImportScreen /> : <Navigate to="/medecin-traitant" replace />;
}
