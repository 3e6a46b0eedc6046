import { createFileRoute } from "@tanstack/react-router";
import { OutsideLink } from "../../features/availability/outside/OutsideLink";
import { MembershipScreen } from "../../features/directory/MembershipScreen";
import { WeekShare } from "../../features/dispatch/WeekShare";

export const Route = createFileRoute("/_app/moi")({
  component: () => (
    <MembershipScreen
      share={
        <>
          <WeekShare />
          <OutsideLink />
        </>
      }
    />
  ),
});
