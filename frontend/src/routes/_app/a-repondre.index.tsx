import { createFileRoute } from "@tanstack/react-router";
import { MembershipPill } from "../../features/directory/MembershipPill";
import { useQuietHours } from "../../features/directory/membership";
import { Inbox } from "../../features/dispatch/Inbox";
import { useMe } from "../../session";
import { Taken } from "./-answer/Taken";

export const Route = createFileRoute("/_app/a-repondre/")({ component: InboxPage });

function InboxPage() {
  const me = useMe();
  const navigate = Route.useNavigate();
  return (
    <Inbox
      accountId={me.id}
      reachable={<MembershipPill />}
      quiet={useQuietHours()}
      taken={<Taken />}
      onAccepted={({ id }) => navigate({ to: "/a-repondre/$offerId", params: { offerId: id } })}
    />
  );
}
