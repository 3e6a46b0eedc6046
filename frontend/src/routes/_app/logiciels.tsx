import { createFileRoute } from "@tanstack/react-router";
import { WebhookScreen } from "../../features/webhooks/WebhookScreen";
import { readWebhookSearch } from "../../features/webhooks/webhooks";

export const Route = createFileRoute("/_app/logiciels")({
  validateSearch: readWebhookSearch,
  component: WebhookPage,
});

function WebhookPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <WebhookScreen
      search={search}
      onSearch={(change) =>
        void navigate({
          search: (before) => readWebhookSearch({ ...before, ...change }),
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
