import { createFileRoute } from "@tanstack/react-router";
import { OutsideLink } from "../../features/availability/outside/OutsideLink";
import { MembershipScreen } from "../../features/directory/MembershipScreen";
import { Balance } from "../../features/dispatch/Balance";

export const Route = createFileRoute("/_app/moi")({
  component: () => (
    <MembershipScreen
      share={
        <>
          <Balance />
          <OutsideLink />
        </>
      }
    />
  ),
});
