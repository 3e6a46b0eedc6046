import { createFileRoute } from "@tanstack/react-router";
import { getHospitalDischargeRequestOptions } from "../../api/@tanstack/react-query.gen";
import { useDischarge } from "../../features/hospital_discharge/requests";
import { Skeletons } from "../../ui/Skeletons";
import { DischargeScreen } from "./-discharge/DischargeScreen";
import { GivenBack, isGivenBack } from "./-request/GivenBack";

export const Route = createFileRoute("/_app/sorties/$id")({
  loader: ({ context, params }) =>
    context.queries.ensureQueryData(
      getHospitalDischargeRequestOptions({ path: { request_id: params.id } }),
    ),
  component: DischargePage,
});

function DischargePage() {
  const { id } = Route.useParams();
  const { data, error } = useDischarge(id);
  if (isGivenBack(error)) return <GivenBack title="Sortie d’hôpital" />;
  return data ? (
    <DischargeScreen key={id} request={data} />
  ) : (
    <Skeletons shape="thread" count={6} />
  );
}
