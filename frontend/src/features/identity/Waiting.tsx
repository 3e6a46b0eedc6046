import { IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { phoneHref, phoneWords } from "../../figures";
import { ButtonAnchor } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";

/** For those whose work is not here yet: says so, and whom to call meanwhile. */
export function Waiting() {
  const { data: community } = useQuery(getCommunityOptions());
  const phone = community?.coordination_phone;
  return (
    <Page title="Accueil">
      <EmptyState
        title="Rien à faire ici pour l’instant"
        drawing
        action={
          phone && (
            <ButtonAnchor
              href={phoneHref(phone)}
              icon={<IconPhone size={18} stroke={1.75} aria-hidden="true" />}
            >
              Appeler {phoneWords(phone)}
            </ButtonAnchor>
          )
        }
      >
        Vos demandes ne se font pas encore ici. Votre compte est prêt, elles s’ouvriront sur cette
        page. D’ici là, appelez la coordination.
      </EmptyState>
    </Page>
  );
}
