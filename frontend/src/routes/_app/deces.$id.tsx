import { createFileRoute } from "@tanstack/react-router";
import { getDeathCertificationRequestOptions } from "../../api/@tanstack/react-query.gen";
import { useDeathRequest } from "../../features/death_certifications/requests";
import { isProblem } from "../../problems";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Skeletons } from "../../ui/Skeletons";
import { DeathScreen } from "./-death/DeathScreen";

export const Route = createFileRoute("/_app/deces/$id")({
  loader: ({ context, params }) =>
    context.queries.ensureQueryData(
      getDeathCertificationRequestOptions({ path: { request_id: params.id } }),
    ),
  component: DeathRequestPage,
});

function DeathRequestPage() {
  const { id } = Route.useParams();
  const { data, error } = useDeathRequest(id);
  // What was read before stays in memory, identity and acts included: nothing of it may stay on screen.
  if (isProblem(error) && error.type === "not_found") return <GivenBack />;
  return data ? <DeathScreen key={id} request={data} /> : <Skeletons shape="thread" count={6} />;
}

/** Whoever withdrew, or handed over, reads this request no more. */
function GivenBack() {
  return (
    <Page title="Constatation de décès" hideTitle column>
      <EmptyState
        page
        title="Vous n’avez plus cette demande"
        action={<ButtonLink to="/a-repondre">Voir les autres</ButtonLink>}
      >
        Elle suit son cours sans vous.
      </EmptyState>
    </Page>
  );
}
