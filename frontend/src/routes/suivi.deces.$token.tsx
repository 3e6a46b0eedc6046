import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { getDeathFamilyPage } from "../api";
import { learnServerTime, useServerNow } from "../clock";
import { FamilyLinkOver, FamilyScreen } from "../features/death_certifications/FamilyScreen";
import { familyWords } from "../features/death_certifications/family-words";
import { isProblem } from "../problems";
import { setTerritoryZone } from "../time";

const AGAIN_MS = 30_000;

/** Steps of an intervention; null once the link serves no more. */
function familyOptions(token: string) {
  return {
    queryKey: ["family-page", token],
    refetchInterval: AGAIN_MS,
    queryFn: async () => {
      const { data, error } = await getDeathFamilyPage({ path: { family_token: token } });
      if (data) {
        setTerritoryZone(data.time_zone);
        learnServerTime(data.server_time);
        return data;
      }
      if (isProblem(error) && (error.type === "not_found" || error.type === "invalid_input")) {
        return null;
      }
      throw error;
    },
  };
}

/** Where the link sent to a family leads, without account. */
export const Route = createFileRoute("/suivi/deces/$token")({
  loader: ({ context, params }) => context.queries.ensureQueryData(familyOptions(params.token)),
  component: FamilyPage,
});

function FamilyPage() {
  const { token } = Route.useParams();
  const now = useServerNow();
  const { data } = useQuery(familyOptions(token));
  if (!data) return <FamilyLinkOver />;
  return (
    <FamilyScreen community={data.community_name} phone={data.phone} {...familyWords(data, now)} />
  );
}
