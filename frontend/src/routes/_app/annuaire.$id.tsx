import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { WhyNotFree } from "../../features/availability/WhyNotFree";
import { Profile } from "../../features/directory/Profile";
import { professionalOptions } from "../../features/directory/reads";

export const Route = createFileRoute("/_app/annuaire/$id")({
  loader: ({ context, params }) => context.queries.ensureQueryData(professionalOptions(params.id)),
  component: ProfilePage,
});

function ProfilePage() {
  const { data } = useSuspenseQuery(professionalOptions(Route.useParams().id));
  return <Profile who={data} why={<WhyNotFree professionalId={data.id} />} />;
}
