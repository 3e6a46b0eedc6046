import { createFileRoute, redirect } from "@tanstack/react-router";
import { home } from "../../features/identity/navigation";
import { Waiting } from "../../features/identity/Waiting";

export const Route = createFileRoute("/_app/accueil")({
  // Whoever has work here has it on another page.
  beforeLoad: ({ context: { me }, location }) => {
    const to = home(me);
    if (to !== location.pathname) throw redirect({ to, replace: true });
  },
  component: Waiting,
});
