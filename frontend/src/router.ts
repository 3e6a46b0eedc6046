import { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { routeTree } from "./routeTree.gen";
import { PageNotFound, PageProblem } from "./ui/PageProblem";

export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 10_000, retry: 1, refetchOnWindowFocus: true } },
});

export const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: "intent",
  scrollRestoration: true,
  scrollToTopSelectors: ["#contenu"],
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: PageNotFound,
});

// What was activated may be gone with the page before: the keyboard goes on from the new one, not from its top.
router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged && document.activeElement === document.body) {
    document.getElementById("contenu")?.focus({ preventScroll: true });
  }
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
