import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { siteOptions } from "../../features/teleconsultation/reads";
import { SiteScreen } from "../../features/teleconsultation/SiteScreen";

export const Route = createFileRoute("/_app/teleconsultation/sites/$id")({
  loader: ({ context, params }) => context.queries.ensureQueryData(siteOptions(params.id)),
  component: SitePage,
});

function SitePage() {
  const { data } = useSuspenseQuery(siteOptions(Route.useParams().id));
  return <SiteScreen key={data.id} site={data} />;
}
