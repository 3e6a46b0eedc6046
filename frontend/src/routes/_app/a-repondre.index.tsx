import { createFileRoute } from "@tanstack/react-router";
import { MembershipPill } from "../../features/directory/MembershipPill";
import { useQuietHours } from "../../features/directory/membership";
import { PageToConfirm } from "../../features/directory/PageToConfirm";
import { membershipOptions } from "../../features/directory/reads";
import { Inbox } from "../../features/dispatch/Inbox";
import { offersOptions } from "../../features/dispatch/offers";
import { useMe } from "../../session";
import { Taken } from "./-answer/Taken";
import { UnreadMessages } from "./-answer/UnreadMessages";

export const Route = createFileRoute("/_app/a-repondre/")({
  /** The offers are asked beside the code of the page, not after it; the page shows itself without them. */
  loader: ({ context }) => {
    void context.queries.prefetchQuery(offersOptions);
    void context.queries.prefetchQuery(membershipOptions);
  },
  component: InboxPage,
});

function InboxPage() {
  const me = useMe();
  const own = me.scopes.includes("membership:write");
  const navigate = Route.useNavigate();
  return (
    <Inbox
      accountId={me.acting_for?.delegation_id ?? me.id}
      reachable={own && <MembershipPill />}
      quiet={useQuietHours()}
      taken={
        <>
          <UnreadMessages />
          <Taken />
          {own && <PageToConfirm elsewhere />}
        </>
      }
      onAccepted={({ id }) => navigate({ to: "/a-repondre/$offerId", params: { offerId: id } })}
    />
  );
}
