import { createFileRoute } from "@tanstack/react-router";
import { deathRequestOptions, useDeathRequest } from "../../features/death_certifications/requests";
import { Skeletons } from "../../ui/Skeletons";
import { DeathScreen } from "./-death/DeathScreen";

export const Route = createFileRoute("/_app/deces/$id")({
  loader: ({ context, params }) => context.queries.ensureQueryData(deathRequestOptions(params.id)),
  component: DeathRequestPage,
});

function DeathRequestPage() {
  const { id } = Route.useParams();
  const { data } = useDeathRequest(id);
  return data ? <DeathScreen key={id} request={data} /> : <Skeletons shape="thread" count={6} />;
}
