import { IconArrowLeft } from "@tabler/icons-react";
import { ButtonLink } from "./Button";

/** Where it leads: an address, with what its variable parts are (`/annuaire/structures/$id`). */
type BackLinkProps = { to: string; params?: Record<string, string> };

/** The arrow before the title of a page that is under another one. */
export function BackLink(place: BackLinkProps) {
  return (
    <ButtonLink
      {...place}
      variant="quiet"
      size="small"
      aria-label="Retour"
      icon={<IconArrowLeft size={22} stroke={1.75} aria-hidden="true" />}
    />
  );
}
