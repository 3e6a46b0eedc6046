import { IconBell, IconDevices, IconLogout, IconMapPin, IconUserCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useConnection } from "../../answers";
import { useLive } from "../../live/useLive";
import { leave, switchCommunity, switchDoctor, useMe } from "../../session";
import { AppShell } from "../../ui/AppShell";
import type { MenuItem } from "../../ui/Menu";
import { PageNotFound } from "../../ui/PageProblem";
import { ROLE } from "../../words";
import { ActingBand } from "./ActingBand";
import { ChooseCommunity } from "./ChooseCommunity";
import { ConnectionBanner } from "./ConnectionBanner";
import { useCounts } from "./counts";
import { isClosed, navigation } from "./navigation";

// Seldom anybody's: the code of every page goes without them.
const ActingOver = lazy(() => import("./ActingOver"));
const SessionEnded = lazy(() => import("./SessionEnded"));
const ChooseDoctor = lazy(() => import("./ChooseDoctor"));

/** The frame of a signed-in person: their places, their communities, the way out. */
export function Shell({ children }: { children: ReactNode }) {
  const { sessionEnded, actingOver } = useConnection();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const idle = me.acting_for === null && me.roles.includes("delegate") && me.scopes.length === 0;
  const owes = me.second_factor_owed;
  const silent = sessionEnded !== null || actingOver || idle || owes || me.community === null;
  const acting = me.acting_for?.delegation_id ?? "";
  useLive(silent ? null : `${me.id}:${me.community?.id}:${acting}`);
  const pathname = useLocation({ select: (location) => location.pathname });
  const page = isClosed(me, pathname) ? <PageNotFound /> : children;
  const { sections, tabs } = navigation(me, useCounts(me));
  const communities: MenuItem[] =
    me.communities.length < 2
      ? []
      : me.communities.map((community) => ({
          key: community.id,
          icon: <IconMapPin size={20} stroke={1.75} aria-hidden="true" />,
          label: community.short_name,
          checked: community.id === me.community?.id,
          onSelect: () => void switchCommunity(community.id),
        }));
  const notifications: MenuItem = {
    key: "notifications",
    icon: <IconBell size={20} stroke={1.75} aria-hidden="true" />,
    label: "Mes notifications",
    onSelect: () => void navigate({ to: "/moi/notifications" }),
  };
  const connections: MenuItem = {
    key: "connections",
    icon: <IconDevices size={20} stroke={1.75} aria-hidden="true" />,
    label: "Mes connexions",
    onSelect: () => void navigate({ to: "/mes-connexions" }),
  };
  const doctors: MenuItem[] = me.delegations
    .filter(() => me.delegations.length > 1)
    .map(({ delegation_id, name }) => ({
      key: delegation_id,
      icon: <IconUserCheck size={20} stroke={1.75} aria-hidden="true" />,
      label: `Pour ${name}`,
      checked: delegation_id === acting,
      onSelect: () => void switchDoctor(delegation_id),
    }));
  return (
    <AppShell
      community={me.community?.name ?? ""}
      sections={sections}
      tabs={tabs}
      me={{ name: me.name, label: occupation(me) }}
      account={[
        ...doctors,
        ...communities,
        ...(me.scopes.includes("preferences:write") ? [notifications] : []),
        ...(owes ? [] : [connections]),
        {
          key: "leave",
          icon: <IconLogout size={20} stroke={1.75} aria-hidden="true" />,
          label: "Se déconnecter",
          onSelect: () => void leave(queries),
        },
      ]}
      banner={
        <>
          <ActingBand />
          <ConnectionBanner />
        </>
      }
    >
      {me.community === null ? (
        <ChooseCommunity />
      ) : idle ? (
        <Late shown={<ChooseDoctor />} />
      ) : (
        page
      )}
      {sessionEnded ? (
        <Late shown={<SessionEnded end={sessionEnded} />} />
      ) : (
        actingOver && <Late shown={<ActingOver />} />
      )}
    </AppShell>
  );
}

function Late({ shown }: { shown: ReactNode }) {
  return <Suspense fallback={null}>{shown}</Suspense>;
}

/** What one is, said under one's name: as what one works in this session, else where, else one's profession,
 * else one's role. */
function occupation(me: ReturnType<typeof useMe>): string {
  if (me.acting_for) return `pour ${me.acting_for.name}`;
  if (me.practice) return [me.practice.profession, me.practice.place].filter(Boolean).join(", ");
  const role = me.roles[0];
  return me.organisation_name ?? me.profession_label ?? (role ? ROLE[role] : "");
}
