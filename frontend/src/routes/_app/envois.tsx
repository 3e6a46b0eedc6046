import { createFileRoute } from "@tanstack/react-router";
import { Deliveries } from "../../features/notifications/Deliveries";
import { readDeliverySearch } from "../../features/notifications/deliveries";

export const Route = createFileRoute("/_app/envois")({
  validateSearch: readDeliverySearch,
  component: DeliveriesPage,
});

function DeliveriesPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Deliveries
      search={search}
      onSearch={(change) =>
        void navigate({
          search: (before) => readDeliverySearch({ ...before, ...change }),
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
