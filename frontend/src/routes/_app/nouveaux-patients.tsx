import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";
import { Capacity } from "../../features/attending_doctor/Capacity";
import { useCapacity } from "../../features/attending_doctor/requests";
import { BackLink } from "../../ui/BackLink";
import { Page } from "../../ui/Page";
import { Skeletons } from "../../ui/Skeletons";
import { Unread } from "../../ui/Unread";

export const Route = createFileRoute("/_app/nouveaux-patients")({ component: CapacityPage });

function CapacityPage() {
  const capacity = useCapacity();
  const navigate = Route.useNavigate();
  // Kept here: once saved, what is on screen is read anew.
  const [saved, setSaved] = useState<string | null>(null);
  return (
    <Page title="Nouveaux patients" column focused back={<BackLink to="/moi" />}>
      {capacity.isPending && <Skeletons shape="line" count={6} />}
      <Unread title="Votre capacité n’a pas pu être lue" list={capacity} />
      {capacity.data && (
        <Capacity
          key={capacity.data.version}
          capacity={capacity.data}
          saved={saved}
          onSaved={setSaved}
          onVolunteer={() => void navigate({ to: "/moi" })}
        />
      )}
    </Page>
  );
}
