import { switchCommunity, useMe } from "../../session";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";

/** For an account that works nowhere yet: its communities, one tap each. */
export function ChooseCommunity() {
  const { communities } = useMe();
  const none = communities.length === 0;
  return (
    <Page title="Votre CPTS" hideTitle>
      <EmptyState
        title={none ? "Aucune CPTS ne vous est ouverte" : "Choisissez votre CPTS"}
        action={communities.map((community) => (
          <Button key={community.id} onClick={() => void switchCommunity(community.id)}>
            {community.name}
          </Button>
        ))}
      >
        {none
          ? "L’administration de votre CPTS peut rattacher votre compte."
          : "Vous pourrez en changer dans le menu de votre compte."}
      </EmptyState>
    </Page>
  );
}
