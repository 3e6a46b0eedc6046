import { createFileRoute } from "@tanstack/react-router";
import { getAttendingDoctorRequestOptions } from "../../api/@tanstack/react-query.gen";
import { useAttendingRequest } from "../../features/attending_doctor/requests";
import { Skeletons } from "../../ui/Skeletons";
import { AttendingScreen } from "./-attending/AttendingScreen";
import { GivenBack, isGivenBack } from "./-request/GivenBack";

export const Route = createFileRoute("/_app/medecin-traitant/$id")({
  loader: ({ context, params }) =>
    context.queries.ensureQueryData(
      getAttendingDoctorRequestOptions({ path: { request_id: params.id } }),
    ),
  component: AttendingRequestPage,
});

function AttendingRequestPage() {
  const { id } = Route.useParams();
  const { data, error } = useAttendingRequest(id);
  if (isGivenBack(error)) return <GivenBack title="Recherche de médecin traitant" />;
  return data ? (
    <AttendingScreen key={id} request={data} />
  ) : (
    <Skeletons shape="thread" count={6} />
  );
}
