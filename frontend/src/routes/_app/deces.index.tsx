import { IconPlus } from "@tabler/icons-react";
import { createFileRoute } from "@tanstack/react-router";
import { useUnreadCounts } from "../../features/cases/unread";
import { DeathList } from "../../features/death_certifications/DeathList";
import { useDeathRequests } from "../../features/death_certifications/requests";
import { useMe } from "../../session";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";

export const Route = createFileRoute("/_app/deces/")({ component: DeathRequestsPage });

/** The requests to certify a death that one may see: those of one's structure, those one took, or all. */
function DeathRequestsPage() {
  const me = useMe();
  const { data, error } = useDeathRequests("all");
  const unread = useUnreadCounts();
  const open = data?.items.filter(({ closed_at }) => closed_at === null) ?? [];
  const closed = data?.items.filter(({ closed_at }) => closed_at !== null) ?? [];
  return (
    <Page
      title="Constatations de décès"
      column
      aside={
        <>
          {me.scopes.includes("load:read") && (
            <ButtonLink to="/deces/chiffres" size="small">
              Chiffres
            </ButtonLink>
          )}
          <ButtonLink
            to="/deces/nouvelle"
            search={me.scopes.includes("board:read") ? { appel: true } : {}}
            variant="filled"
            size="small"
            icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
          >
            Demander
          </ButtonLink>
        </>
      }
    >
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data?.items.length === 0 && (
        <EmptyState title="Aucune demande" drawing>
          Celles que vous ferez se suivent ici, étape par étape, jusqu’au certificat.
        </EmptyState>
      )}
      <DeathList title="En cours" requests={open} unread={unread} />
      <DeathList title="Closes" requests={closed} unread={unread} />
    </Page>
  );
}
