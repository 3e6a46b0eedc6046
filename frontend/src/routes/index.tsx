import { createFileRoute, redirect } from "@tanstack/react-router";
import { home } from "../features/identity/navigation";
import { meOptions } from "../session";

/** No page of its own: each goes where their work is. */
export const Route = createFileRoute("/")({
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meOptions);
    throw redirect({ to: me === null ? "/connexion" : home(me), replace: true });
  },
});
