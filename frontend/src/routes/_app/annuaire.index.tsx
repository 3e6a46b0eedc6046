import { createFileRoute } from "@tanstack/react-router";
import { Directory } from "../../features/directory/Directory";
import { readDirectorySearch } from "../../features/directory/search";

export const Route = createFileRoute("/_app/annuaire/")({
  validateSearch: readDirectorySearch,
  component: DirectoryPage,
});

function DirectoryPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Directory
      search={search}
      onSearch={(change) =>
        void navigate({
          search: (before) => readDirectorySearch({ ...before, ...change }),
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
