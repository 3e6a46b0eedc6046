import { createFileRoute } from "@tanstack/react-router";
import { useOpinion } from "../../features/second_opinion/opinions";
import { opinionOptions } from "../../features/second_opinion/reads";
import { Skeletons } from "../../ui/Skeletons";
import { OpinionScreen } from "./-opinion/OpinionScreen";
import { GivenBack, isGivenBack } from "./-request/GivenBack";

export const Route = createFileRoute("/_app/avis/$id")({
  loader: ({ context, params }) => context.queries.ensureQueryData(opinionOptions(params.id)),
  component: OpinionPage,
});

function OpinionPage() {
  const { id } = Route.useParams();
  const { data, error } = useOpinion(id);
  if (isGivenBack(error)) return <GivenBack title="Demande d’avis" />;
  return data ? <OpinionScreen key={id} request={data} /> : <Skeletons shape="thread" count={6} />;
}
