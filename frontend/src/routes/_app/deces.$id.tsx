import { createFileRoute } from "@tanstack/react-router";
import { getDeathCertificationRequestOptions } from "../../api/@tanstack/react-query.gen";
import { useDeathRequest } from "../../features/death_certifications/requests";
import { Skeletons } from "../../ui/Skeletons";
import { DeathScreen } from "./-death/DeathScreen";

export const Route = createFileRoute("/_app/deces/$id")({
  loader: ({ context, params }) =>
    context.queries.ensureQueryData(
      getDeathCertificationRequestOptions({ path: { request_id: params.id } }),
    ),
  component: DeathRequestPage,
});

function DeathRequestPage() {
  const { id } = Route.useParams();
  const { data } = useDeathRequest(id);
  return data ? <DeathScreen key={id} request={data} /> : <Skeletons shape="thread" count={6} />;
}
