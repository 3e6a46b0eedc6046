import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { structureOptions } from "../../features/directory/reads";
import { Structure } from "../../features/directory/structure/Structure";

export const Route = createFileRoute("/_app/annuaire/structures/$id")({
  loader: ({ context, params }) => context.queries.ensureQueryData(structureOptions(params.id)),
  component: StructurePage,
});

function StructurePage() {
  const { data } = useSuspenseQuery(structureOptions(Route.useParams().id));
  return <Structure structure={data} />;
}
