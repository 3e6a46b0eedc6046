import { createFileRoute } from "@tanstack/react-router";
import { readWebhookSearch } from "../../features/webhooks/search";
import { WebhookScreen } from "../../features/webhooks/WebhookScreen";

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
