import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { Wizard } from "../../features/hospital_discharge/Wizard";
import { useMe } from "../../session";

export const Route = createFileRoute("/_app/sorties/nouvelle")({
  /** `appel`: the coordination takes it on the phone, for a ward. */
  validateSearch: (search: Record<string, unknown>): { appel?: true } =>
    search.appel ? { appel: true } : {},
  component: NewDischargePage,
});

function NewDischargePage() {
  const me = useMe();
  const { appel: byPhone = false } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  return (
    <Wizard
      community={community}
      byPhone={byPhone}
      callerName={me.name}
      home={byPhone ? "/tableau" : "/sorties"}
      onSent={({ id }) => navigate({ to: "/sorties/$id", params: { id } })}
    />
  );
}
