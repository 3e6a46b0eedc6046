import { createFileRoute } from "@tanstack/react-router";
import { getDeathCertificationRequestOptions } from "../../api/@tanstack/react-query.gen";
import { useDeathRequest } from "../../features/death_certifications/requests";
import { Skeletons } from "../../ui/Skeletons";
import { DeathScreen } from "./-death/DeathScreen";
import { GivenBack, isGivenBack } from "./-request/GivenBack";

export const Route = createFileRoute("/_app/deces/$id")({
  loader: ({ context, params }) =>
    context.queries.ensureQueryData(
      getDeathCertificationRequestOptions({ path: { request_id: params.id } }),
    ),
  component: DeathRequestPage,
});

function DeathRequestPage() {
  const { id } = Route.useParams();
  const { data, error } = useDeathRequest(id);
  if (isGivenBack(error)) return <GivenBack title="Constatation de décès" />;
  return data ? <DeathScreen key={id} request={data} /> : <Skeletons shape="thread" count={6} />;
}
