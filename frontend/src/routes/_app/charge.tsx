import { createFileRoute } from "@tanstack/react-router";
import type { LoadPeriod } from "../../api";
import type { LoadOrder } from "../../features/dispatch/fairness";
import { MemberLoads } from "../../features/dispatch/MemberLoads";
import { ButtonLink } from "../../ui/Button";

const PERIODS: Record<string, LoadPeriod> = { "4": "four_weeks", "12": "twelve_weeks" };
const ORDERS = ["name", "silent", "accepted", "balance", "cap"] as const;

/** The weeks and the order, in the address; what is usual is left out of it. */
type LoadSearch = { semaines?: 4 | 12; tri?: Exclude<LoadOrder, "asked"> };

export const Route = createFileRoute("/_app/charge")({
  validateSearch: (search: Record<string, unknown>): LoadSearch => ({
    semaines: search.semaines === 4 || search.semaines === 12 ? search.semaines : undefined,
    tri: ORDERS.find((order) => order === search.tri),
  }),
  component: LoadPage,
});

const WEEKS: Record<LoadPeriod, 4 | 12 | undefined> = {
  week: undefined,
  four_weeks: 4,
  twelve_weeks: 12,
};

function LoadPage() {
  const { semaines, tri } = Route.useSearch();
  const { me } = Route.useRouteContext();
  const navigate = Route.useNavigate();
  return (
    <MemberLoads
      period={PERIODS[String(semaines)] ?? "week"}
      order={tri ?? "asked"}
      proofs={
        me.scopes.includes("proofs:read") && (
          <ButtonLink to="/heures" size="small">
            Heures ouvertes
          </ButtonLink>
        )
      }
      onChange={({ period, order }) =>
        void navigate({
          replace: true,
          search: {
            semaines: period === undefined ? semaines : WEEKS[period],
            tri: order === undefined ? tri : order === "asked" ? undefined : order,
          },
        })
      }
    />
  );
}
