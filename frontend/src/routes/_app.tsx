import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { getCommunityOptions } from "../api/@tanstack/react-query.gen";
import { Shell } from "../features/identity/Shell";
import { meOptions } from "../session";
import { setTerritoryZone } from "../time";

const SET_UP = "/double-authentification";

/**
 * Every page that asks to be signed in hangs under this one, which has no address of its own:
 * `routes/_app/annuaire.tsx` is `/annuaire`.
 */
export const Route = createFileRoute("/_app")({
  codeSplitGroupings: [], // every page needs the frame: no request of its own
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meOptions);
    if (me === null) throw redirect({ to: "/connexion", search: { retour: location.href } });
    // Their roles ask for a second factor: nothing else opens before it is set.
    if (me.second_factor_owed && location.pathname !== SET_UP) throw redirect({ to: SET_UP });
    if (me.practice_missing) {
      throw redirect({
        href: `/pro-sante-connect?retour=${encodeURIComponent(location.href)}`,
      });
    }
    return { me };
  },
  loader: async ({ context }) => {
    if (context.me.community === null) return;
    const zone = await context.queries.ensureQueryData({
      ...getCommunityOptions(),
      staleTime: Number.POSITIVE_INFINITY,
    });
    setTerritoryZone(zone.time_zone);
  },
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
