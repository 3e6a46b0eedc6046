import { createFileRoute, redirect } from "@tanstack/react-router";
import type { CareMode, Need } from "../../api";
import { RegulationScreen } from "../../features/regulation/RegulationScreen";
import { RADII } from "../../features/regulation/radii";
import { CARE_MODE, NEED } from "../../words";

const USUAL_KM = 3;
const WORD = /^[a-z0-9_-]{1,40}$/;
const SLOT = /^[0-9a-f-]{36}[._]\d{8}T\d{4}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type RegulationSearch = {
  besoin?: string;
  commune?: string;
  rayon?: number;
  comment?: string;
  /** From the national platform: whose slot, and which. */
  praticien?: string;
  creneau?: string;
  origin?: string;
};

export const Route = createFileRoute("/_app/disponibilites")({
  validateSearch: (search: Record<string, unknown>): RegulationSearch => {
    const text = (name: string, form: RegExp) => {
      const value = String(search[name] ?? "");
      return form.test(value) ? { [name]: value } : {};
    };
    const rayon = Number(search.rayon);
    return {
      ...text("besoin", WORD),
      // The address reads `06088` as a number.
      ...(search.commune !== undefined && { commune: String(search.commune).padStart(5, "0") }),
      ...(rayon !== USUAL_KM && RADII.some((km) => km === rayon) && { rayon }),
      ...text("comment", WORD),
      ...text("praticien", ID),
      ...text("creneau", SLOT),
      ...text("origin", WORD),
    };
  },
  beforeLoad: ({ context, search }) => {
    // Whoever follows the address of a slot without being a regulator sees the professional's page.
    if (!context.me.scopes.includes("regulation:read") && search.praticien)
      throw redirect({ to: "/annuaire/$id", params: { id: search.praticien }, replace: true });
  },
  component: RegulationPage,
});

function RegulationPage() {
  const { besoin, commune, rayon, comment, praticien, creneau } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <RegulationScreen
      asked={{
        need: besoin !== undefined && besoin in NEED ? (besoin as Need) : null,
        mode: comment !== undefined && comment in CARE_MODE ? (comment as CareMode) : null,
        commune: commune ?? null,
        radiusKm: rayon ?? USUAL_KM,
        professionalId: praticien ?? null,
      }}
      slotId={creneau?.replace(".", "_") ?? null}
      onSearch={(wanted) =>
        void navigate({
          search: (known) => ({
            origin: known.origin,
            besoin: wanted.need ?? undefined,
            commune: wanted.commune,
            rayon: wanted.radiusKm === USUAL_KM ? undefined : wanted.radiusKm,
            comment: wanted.mode ?? undefined,
            praticien: wanted.professionalId ?? undefined,
          }),
        })
      }
      onSlot={() =>
        void navigate({ replace: true, search: ({ creneau: _taken, ...known }) => known })
      }
    />
  );
}
