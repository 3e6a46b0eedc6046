import { createFileRoute } from "@tanstack/react-router";
import { NewPerson } from "../../features/attending_doctor/NewPerson";
import { BackLink } from "../../ui/BackLink";
import { Page } from "../../ui/Page";

export const Route = createFileRoute("/_app/medecin-traitant/nouvelle")({
  component: NewPersonPage,
});

function NewPersonPage() {
  const navigate = Route.useNavigate();
  return (
    <Page
      title="Cherche un médecin traitant"
      focused
      column
      back={<BackLink to="/medecin-traitant" />}
    >
      <NewPerson onDone={(id) => void navigate({ to: "/medecin-traitant/$id", params: { id } })} />
    </Page>
  );
}
