import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { Announcements } from "../ui/announce";
import { PageNotFound } from "../ui/PageProblem";
import { UndoToast } from "../ui/UndoToast";

/** What every route may use in its loader. */
export type RouterContext = { queries: QueryClient };

export const Route = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: () => (
    <main>
      <PageNotFound />
    </main>
  ),
  component: () => (
    <>
      <Outlet />
      <UndoToast />
      <Announcements />
    </>
  ),
});
