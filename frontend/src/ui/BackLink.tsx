import { IconArrowLeft } from "@tabler/icons-react";
import { ButtonLink } from "./Button";

/** The arrow before the title of a page that is under another one. */
export function BackLink({ to }: { to: string }) {
  return (
    <ButtonLink
      to={to}
      variant="quiet"
      size="small"
      aria-label="Retour"
      icon={<IconArrowLeft size={22} stroke={1.75} aria-hidden="true" />}
    />
  );
}
