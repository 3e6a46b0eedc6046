import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { useUnreadCounts } from "../../features/cases/unread";
import { DeathList } from "../../features/death_certifications/DeathList";
import { requesterKinds } from "../../features/death_certifications/kinds";
import { useDeathRequests } from "../../features/death_certifications/requests";
import { Wizard } from "../../features/death_certifications/Wizard";
import { useMe } from "../../session";

export const Route = createFileRoute("/_app/deces/nouvelle")({
  /** `appel`: the coordination takes the request on the phone, for a family or anybody. */
  validateSearch: (search: Record<string, unknown>): { appel?: true } =>
    search.appel ? { appel: true } : {},
  component: NewDeathRequestPage,
});

function NewDeathRequestPage() {
  const me = useMe();
  const { appel: byPhone = false } = Route.useSearch();
  const navigate = Route.useNavigate();
  const unread = useUnreadCounts();
  const mine = useDeathRequests("mine");
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  return (
    <Wizard
      community={community}
      accountId={me.id}
      requesterName={me.name}
      byPhone={byPhone}
      kinds={requesterKinds(me, byPhone)}
      searches={me.scopes.includes("directory:read")}
      home={byPhone ? "/tableau" : "/deces"}
      underWay={
        <DeathList
          title="Déjà en cours"
          unread={unread}
          requests={(mine.data?.items ?? []).filter(({ closed_at }) => closed_at === null)}
        />
      }
      onSent={({ id }) => navigate({ to: "/deces/$id", params: { id } })}
    />
  );
}
