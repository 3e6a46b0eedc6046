import { IconBell } from "@tabler/icons-react";
import { createFileRoute } from "@tanstack/react-router";
import { MembershipScreen } from "../../features/directory/MembershipScreen";
import { WeekShare } from "../../features/dispatch/WeekShare";
import { ButtonLink } from "../../ui/Button";

export const Route = createFileRoute("/_app/moi")({
  component: () => (
    <MembershipScreen
      share={
        <>
          <WeekShare />
          <ButtonLink
            to="/moi/notifications"
            wide
            icon={<IconBell size={18} stroke={1.75} aria-hidden="true" />}
          >
            Mes notifications
          </ButtonLink>
        </>
      }
    />
  ),
});
