import { IconUserHeart } from "@tabler/icons-react";
import { ButtonLink } from "../../ui/Button";
import { useCapacity } from "./requests";

/** The way to one's monthly capacity, for a doctor who takes new patients. */
export function CapacityLink() {
  const { data } = useCapacity();
  if (!data?.volunteers) return null;
  return (
    <ButtonLink
      to="/nouveaux-patients"
      wide
      icon={<IconUserHeart size={18} stroke={1.75} aria-hidden="true" />}
    >
      Nouveaux patients, {data.this_month.left} place{data.this_month.left > 1 ? "s" : ""} ce mois
    </ButtonLink>
  );
}
