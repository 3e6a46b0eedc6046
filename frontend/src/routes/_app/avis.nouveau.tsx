import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { getProfessional, type ProfessionalSummary } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { AskOpinion } from "../../features/second_opinion/AskOpinion";
import { groupsOptions, templatesOptions } from "../../features/second_opinion/reads";

/** Who asks, as the directory names them: they may be the attending doctor. */
async function self(id: string | null): Promise<ProfessionalSummary | null> {
  if (id === null) return null;
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

export const Route = createFileRoute("/_app/avis/nouveau")({
  loader: async ({ context: { queries, me } }) => {
    const [own] = await Promise.all([
      self(me.professional_id),
      queries.ensureQueryData(groupsOptions),
      queries.ensureQueryData(templatesOptions),
    ]);
    return { own };
  },
  component: AskPage,
});

function AskPage() {
  const { own } = Route.useLoaderData();
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const navigate = useNavigate();
  return (
    <AskOpinion
      community={community}
      self={own}
      onSent={({ id }) => void navigate({ to: "/avis/$id", params: { id }, replace: true })}
    />
  );
}
