import { useSuspenseQuery } from "@tanstack/react-query";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { switchDoctor, useMe } from "../../session";
import { Button, ButtonAnchor } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";

/** For a secretary who acts for nobody yet: her doctors, one tap each; or whom to ask for one. */
export default function ChooseDoctor() {
  const { delegations } = useMe();
  return (
    <Page title="Pour qui travaillez-vous ?" hideTitle>
      {delegations.length === 0 ? (
        <Nobody />
      ) : (
        <EmptyState
          page
          title="Pour qui travaillez-vous&nbsp;?"
          action={delegations.map(({ delegation_id, name }) => (
            <Button
              key={delegation_id}
              size="decision"
              onClick={() => void switchDoctor(delegation_id)}
            >
              {name}
            </Button>
          ))}
        >
          Vous pourrez en changer dans le menu de votre compte.
        </EmptyState>
      )}
    </Page>
  );
}

function Nobody() {
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const phone = community.coordination_phone;
  return (
    <EmptyState
      page
      title="Vous n’agissez plus pour personne ici"
      action={phone && <ButtonAnchor href={`tel:${phone}`}>Appeler la coordination</ButtonAnchor>}
    >
      Un professionnel de {community.name} peut vous inviter de nouveau, depuis Moi, Mon
      secrétariat.
    </EmptyState>
  );
}
