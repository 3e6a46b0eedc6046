import { createFileRoute } from "@tanstack/react-router";
import { getTeleconsultationOptions } from "../../api/@tanstack/react-query.gen";
import { BookingScreen } from "../../features/teleconsultation/bookings/BookingScreen";
import { useTeleconsultation } from "../../features/teleconsultation/bookings/booking-reads";
import { Skeletons } from "../../ui/Skeletons";
import { GivenBack, isGivenBack } from "./-request/GivenBack";

export const Route = createFileRoute("/_app/teleconsultations/$id")({
  loader: ({ context, params }) =>
    context.queries.ensureQueryData(
      getTeleconsultationOptions({ path: { booking_id: params.id } }),
    ),
  component: BookingPage,
});

function BookingPage() {
  const { id } = Route.useParams();
  const { data, error } = useTeleconsultation(id);
  if (isGivenBack(error)) return <GivenBack title="Téléconsultation" />;
  return data ? <BookingScreen key={id} booking={data} /> : <Skeletons shape="thread" count={6} />;
}
