import { IconBell, IconEye, IconUserCheck, IconUsersGroup } from "@tabler/icons-react";
import { createFileRoute } from "@tanstack/react-router";
import { CapacityLink } from "../../features/attending_doctor/CapacityLink";
import { SayAbsence } from "../../features/availability/absence/SayAbsence";
import { OutsideLink } from "../../features/availability/outside/OutsideLink";
import { OwnCertifier } from "../../features/certifiers/OwnCertifier";
import { MembershipScreen } from "../../features/directory/MembershipScreen";
import { Balance } from "../../features/dispatch/Balance";
import { OwnAssistance } from "../../features/teleconsultation/OwnAssistance";
import { ButtonLink } from "../../ui/Button";

export const Route = createFileRoute("/_app/moi")({
  component: () => (
    <MembershipScreen
      absence={<SayAbsence />}
      share={
        <>
          <OwnCertifier />
          <OwnAssistance />
          <Balance />
          <CapacityLink />
          <OutsideLink />
          <ButtonLink
            to="/moi/regulation"
            wide
            icon={<IconEye size={18} stroke={1.75} aria-hidden="true" />}
          >
            Ce que le SAS voit
          </ButtonLink>
          <ButtonLink
            to="/moi/secretariat"
            wide
            icon={<IconUserCheck size={18} stroke={1.75} aria-hidden="true" />}
          >
            Mon secrétariat
          </ButtonLink>
          <ButtonLink
            to="/moi/cercles"
            wide
            icon={<IconUsersGroup size={18} stroke={1.75} aria-hidden="true" />}
          >
            Cercles de soins
          </ButtonLink>
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
