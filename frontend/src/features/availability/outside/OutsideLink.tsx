import { IconChevronRight } from "@tabler/icons-react";
import { ButtonLink } from "../../../ui/Button";

/** The way to the agendas that one keeps elsewhere. */
export function OutsideLink() {
  return (
    <ButtonLink
      to="/mes-agendas"
      wide
      icon={<IconChevronRight size={20} stroke={1.75} aria-hidden="true" />}
    >
      Mes agendas, ici et ailleurs
    </ButtonLink>
  );
}
