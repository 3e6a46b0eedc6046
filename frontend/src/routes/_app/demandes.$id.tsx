import { createFileRoute } from "@tanstack/react-router";
import { requestOptions } from "../../features/unscheduled_care/reads";
import { useRequest } from "../../features/unscheduled_care/requests";
import { Skeletons } from "../../ui/Skeletons";
import { GivenBack, isGivenBack } from "./-request/GivenBack";
import { RequestScreen } from "./-request/RequestScreen";

export const Route = createFileRoute("/_app/demandes/$id")({
  loader: ({ context, params }) => context.queries.ensureQueryData(requestOptions(params.id)),
  component: RequestPage,
});

function RequestPage() {
  const { id } = Route.useParams();
  const { data, error } = useRequest(id);
  if (isGivenBack(error)) return <GivenBack title="Demande" />;
  return data ? <RequestScreen key={id} request={data} /> : <Skeletons shape="thread" count={6} />;
}
