import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/demander")({
  component: RouteComponent,
});

function RouteComponent() {
  return <div>Hello "/_app/demander"!</div>;
}
