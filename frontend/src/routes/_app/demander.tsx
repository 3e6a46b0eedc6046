import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { getProfessional, type ProfessionalSummary } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { draftOptions } from "../../features/unscheduled_care/draft-options";
import { NewRequest, NotForYou } from "../../features/unscheduled_care/NewRequest";
import { Skeletons } from "../../ui/Skeletons";

/** Shown once the request is sent: nobody waits for it to type. */
const SentThread = lazy(async () => ({
  default: (await import("./-request/SentThread")).SentThread,
}));

/** A professional named in a draft, by name; null when the directory no longer has them. */
async function summary(id: string): Promise<ProfessionalSummary | null> {
  const { data } = await getProfessional({ path: { professional_id: id } });
  if (!data) return null;
  const [place] = data.practices;
  return {
    id,
    name: data.name,
    profession_code: data.profession_code,
    profession_label: data.profession_label,
    specialty_label: data.specialties[0]?.label ?? null,
    sector: place?.sector ?? null,
    commune_name: place?.commune_name ?? null,
  };
}

export const Route = createFileRoute("/_app/demander")({
  /** `appel`: the coordination takes the request on the phone for somebody else. */
  validateSearch: (search: Record<string, unknown>): { appel?: true } =>
    search.appel ? { appel: true } : {},
  loader: async ({ context: { queries, me } }) => {
    if (!me.scopes.includes("requests:write")) return null;
    const draft = await queries.fetchQuery(draftOptions);
    const { attending_professional_id: doctor, usual_professional_ids: usual } =
      draft?.content ?? {};
    const [known, ...others] = await Promise.all([
      doctor ? summary(doctor) : null,
      ...(usual ?? []).map(summary),
    ]);
    return { draft, named: { doctor: known ?? null, usual: others.filter((it) => it !== null) } };
  },
  component: NewRequestPage,
});

function NewRequestPage() {
  const found = Route.useLoaderData();
  const { appel } = Route.useSearch();
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  if (found === null) return <NotForYou />;
  return (
    <NewRequest
      {...found}
      community={community}
      byPhone={appel ?? false}
      thread={(request) => (
        <Suspense fallback={<Skeletons shape="thread" count={3} />}>
          <SentThread request={request} />
        </Suspense>
      )}
    />
  );
}
