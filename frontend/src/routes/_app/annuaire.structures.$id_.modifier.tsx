import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { structureOptions } from "../../features/directory/reads";
import { StructureEdit } from "../../features/directory/structure/StructureEdit";

export const Route = createFileRoute("/_app/annuaire/structures/$id_/modifier")({
  // What is corrected is what the page says now, not what it said when it was last looked at.
  loader: ({ context, params }) => context.queries.fetchQuery(structureOptions(params.id)),
  component: StructureEditPage,
});

function StructureEditPage() {
  const { data } = useSuspenseQuery(structureOptions(Route.useParams().id));
  return <StructureEdit structure={data} />;
}
