import { IconBell, IconLogout, IconMapPin } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useConnection } from "../../answers";
import { useLive } from "../../live/useLive";
import { leave, switchCommunity, useMe } from "../../session";
import { AppShell } from "../../ui/AppShell";
import type { MenuItem } from "../../ui/Menu";
import { PageNotFound } from "../../ui/PageProblem";
import { ROLE } from "../../words";
import { ChooseCommunity } from "./ChooseCommunity";
import { ConnectionBanner } from "./ConnectionBanner";
import { useCounts } from "./counts";
import { isClosed, navigation } from "./navigation";
import { SessionEnded } from "./SessionEnded";

/** The frame of a signed-in person: their places, their communities, the way out. */
export function Shell({ children }: { children: ReactNode }) {
  const { sessionEnded } = useConnection();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  useLive(sessionEnded || me.community === null ? null : `${me.id}:${me.community.id}`);
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
  return (
    <AppShell
      community={me.community?.name ?? ""}
      sections={sections}
      tabs={tabs}
      me={{ name: me.name, label: occupation(me) }}
      account={[
        ...communities,
        {
          key: "notifications",
          icon: <IconBell size={20} stroke={1.75} aria-hidden="true" />,
          label: "Mes notifications",
          onSelect: () => void navigate({ to: "/moi/notifications" }),
        },
        {
          key: "leave",
          icon: <IconLogout size={20} stroke={1.75} aria-hidden="true" />,
          label: "Se déconnecter",
          onSelect: () => void leave(queries),
        },
      ]}
      banner={<ConnectionBanner />}
    >
      {me.community === null ? <ChooseCommunity /> : page}
      {sessionEnded && <SessionEnded />}
    </AppShell>
  );
}

/** What one is, said under one's name: one's place of work, else one's profession, else one's role. */
function occupation(me: ReturnType<typeof useMe>): string {
  const role = me.roles[0];
  return me.organisation_name ?? me.profession_label ?? (role ? ROLE[role] : "");
}
