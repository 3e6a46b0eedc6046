import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/tableau")({
  component: RouteComponent,
});

function RouteComponent() {
  return <div>Hello "/_app/tableau"!</div>;
}
