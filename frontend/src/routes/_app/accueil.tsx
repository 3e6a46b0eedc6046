import { createFileRoute } from "@tanstack/react-router";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";

/** For those whose work is not here yet: town halls and police. Says so, rather than an empty list. */
export const Route = createFileRoute("/_app/accueil")({
  component: () => (
    <Page title="Accueil" hideTitle>
      <EmptyState title="Rien à faire ici pour l’instant" drawing>
        Les demandes que vous pourrez faire et suivre ne sont pas encore ouvertes. Votre compte est
        prêt&nbsp;: elles s’ouvriront ici. D’ici là, appelez la coordination comme d’habitude.
      </EmptyState>
    </Page>
  ),
});
