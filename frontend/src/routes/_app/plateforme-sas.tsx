import { createFileRoute } from "@tanstack/react-router";
import { Transmissions } from "../../features/sas/Transmissions";
import { readTransmissionSearch } from "../../features/sas/transmissions";

export const Route = createFileRoute("/_app/plateforme-sas")({
  validateSearch: readTransmissionSearch,
  component: TransmissionsPage,
});

function TransmissionsPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Transmissions
      search={search}
      onSearch={(change) =>
        void navigate({
          search: (before) => readTransmissionSearch({ ...before, ...change }),
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
