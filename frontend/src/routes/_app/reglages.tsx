import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Rules } from "../../features/communities/Rules";
import { rulesOptions } from "../../features/communities/rules";

export const Route = createFileRoute("/_app/reglages")({
  loader: ({ context }) => context.queries.ensureQueryData(rulesOptions),
  component: RulesPage,
});

function RulesPage() {
  const { data } = useSuspenseQuery(rulesOptions);
  return <Rules rules={data} />;
}
