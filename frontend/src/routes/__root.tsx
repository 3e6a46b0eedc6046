import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { Announcements } from "../ui/announce";
import { UndoToast } from "../ui/UndoToast";

/** What every route may use in its loader. */
export type RouterContext = { queries: QueryClient };

export const Route = createRootRouteWithContext<RouterContext>()({
  component: () => (
    <>
      <Outlet />
      <UndoToast />
      <Announcements />
    </>
  ),
});
