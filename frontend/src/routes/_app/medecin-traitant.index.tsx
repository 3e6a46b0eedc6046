import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { OwnRequests } from "../../features/attending_doctor/OwnRequests";
import { readWaitingSearch } from "../../features/attending_doctor/search";
import { WaitingList } from "../../features/attending_doctor/WaitingList";
import { useUnreadCounts } from "../../features/cases/unread";
import { useMe } from "../../session";

/** Comes beside the rows, not before them. */
const loadPanel = () => import("./-attending/WaitingPanel");
const WaitingPanel = lazy(async () => ({ default: (await loadPanel()).WaitingPanel }));

export const Route = createFileRoute("/_app/medecin-traitant/")({
  validateSearch: readWaitingSearch,
  component: WaitingListPage,
});

/** The coordination has the whole list; the others, those whom they made known or took. */
function WaitingListPage() {
  return useMe().scopes.includes("dispatch:manage") ? <Everybody /> : <Own />;
}

function Own() {
  return <OwnRequests unread={useUnreadCounts()} />;
}

function Everybody() {
  const search = Route.useSearch();
  useEffect(() => void loadPanel(), []);
  const navigate = Route.useNavigate();
  const onSearch = (change: Partial<typeof search>) =>
    void navigate({
      search: (before) => readWaitingSearch({ ...before, ...change }),
      replace: !("demande" in change),
      resetScroll: false,
    });
  return (
    <WaitingList
      search={search}
      onSearch={onSearch}
      panel={
        search.demande !== undefined && (
          <Suspense>
            <WaitingPanel
              key={search.demande}
              requestId={search.demande}
              onClose={() => onSearch({ demande: undefined })}
            />
          </Suspense>
        )
      }
    />
  );
}
