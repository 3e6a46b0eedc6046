import { createFileRoute } from "@tanstack/react-router";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { NewBooking } from "../../features/teleconsultation/bookings/NewBooking";

export const Route = createFileRoute("/_app/teleconsultations/nouvelle")({
  loader: ({ context }) => context.queries.ensureQueryData(getCommunityOptions()),
  component: NewBookingPage,
});

function NewBookingPage() {
  const navigate = Route.useNavigate();
  return (
    <NewBooking
      onDone={({ id }) =>
        void navigate({ to: "/teleconsultations/$id", params: { id }, replace: true })
      }
    />
  );
}
