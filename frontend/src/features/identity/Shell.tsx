import { IconLogout, IconMapPin } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useConnection } from "../../answers";
import { useLive } from "../../live/useLive";
import { leave, switchCommunity, useMe } from "../../session";
import { AppShell } from "../../ui/AppShell";
import type { MenuItem } from "../../ui/Menu";
import { ROLE } from "../../words";
import { ChooseCommunity } from "./ChooseCommunity";
import { ConnectionBanner } from "./ConnectionBanner";
import { useCounts } from "./counts";
import { navigation } from "./navigation";
import { SessionEnded } from "./SessionEnded";

/** The frame of a signed-in person: their places, their communities, the way out. */
export function Shell({ children }: { children: ReactNode }) {
  const { sessionEnded } = useConnection();
  const me = useMe();
  const queries = useQueryClient();
  useLive(sessionEnded || me.community === null ? null : `${me.id}:${me.community.id}`);
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
          key: "leave",
          icon: <IconLogout size={20} stroke={1.75} aria-hidden="true" />,
          label: "Se déconnecter",
          onSelect: () => void leave(queries),
        },
      ]}
      banner={<ConnectionBanner />}
    >
      {me.community === null ? <ChooseCommunity /> : children}
      {sessionEnded && <SessionEnded />}
    </AppShell>
  );
}

/** What one is, said under one's name: one's place of work, else one's profession, else one's role. */
function occupation(me: ReturnType<typeof useMe>): string {
  const role = me.roles[0];
  return me.organisation_name ?? me.profession_label ?? (role ? ROLE[role] : "");
}
