import { useMediaQuery } from "@mantine/hooks";
import type { TablerIcon } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useLayoutEffect, useState } from "react";
import { badge } from "../figures";
import classes from "./AppShell.module.css";
import { Avatar } from "./Avatar";
import { Brand, Mark } from "./Brand";
import { Menu, type MenuItem } from "./Menu";

export type NavItem = {
  to: string;
  label: string;
  icon: TablerIcon;
  /** How many are there; `hot` when they wait for this person. */
  count?: number;
  hot?: boolean;
};

export type NavSection = { title?: string; items: NavItem[] };

type AppShellProps = {
  community: string;
  /** Everything, in the sidebar of a desk. */
  sections: NavSection[];
  /** At most five, in the bar at the bottom of a phone. What is not there goes into the account menu. */
  tabs: NavItem[];
  me: { name: string; label: string };
  /** What one does with one's own account: the communities, leaving. */
  account: MenuItem[];
  /** A message for the whole page. */
  banner?: ReactNode;
  children: ReactNode;
};

/** Below this, the words of the sidebar would take the room of the page. */
const SMALL_DESK = "(max-width: 1359px)";

type Room = { setPanelOpen: (open: boolean) => void; setFocused: (focused: boolean) => void };

const RoomContext = createContext<Room | null>(null);
const AccountContext = createContext<ReactNode>(null);

/** On a phone, where there is no sidebar: one's initials, and all that the tab bar has no room for. */
export function usePhoneAccount(): ReactNode {
  return use(AccountContext);
}

/** While the caller is mounted with `open`, the sidebar is a rail: the panel needs the room. */
export function useSidebarAsRail(open: boolean): void {
  const room = use(RoomContext);
  useLayoutEffect(() => {
    room?.setPanelOpen(open);
    return () => room?.setPanelOpen(false);
  }, [open, room]);
}

/** While the caller is mounted with `focused`, a phone shows no tab bar: one thing to do, then back. */
export function useFocusedPage(focused: boolean): void {
  const room = use(RoomContext);
  useLayoutEffect(() => {
    room?.setFocused(focused);
    return () => room?.setFocused(false);
  }, [focused, room]);
}

function Count({ item }: { item: NavItem }) {
  if (!item.count) return null;
  return (
    <span className={classes.count} data-hot={item.hot || undefined}>
      {badge(item.count)}
      {item.hot && <span className="visually-hidden"> à traiter</span>}
    </span>
  );
}

/** The frame of every signed-in page: sidebar or rail on a desk, tab bar on a phone. */
export function AppShell(props: AppShellProps) {
  const { community, sections, tabs, me, account, banner, children } = props;
  const navigate = useNavigate();
  const [panelOpen, setPanelOpen] = useState(false);
  const [focused, setFocused] = useState(false);
  const [room] = useState<Room>({ setPanelOpen, setFocused });
  const smallDesk = useMediaQuery(SMALL_DESK, false, { getInitialValueInEffect: false });
  const shown = new Set(tabs.map((tab) => tab.to));
  const others = sections.flatMap((section) => section.items).filter((item) => !shown.has(item.to));
  const waiting = others.some((item) => item.hot && item.count);
  const everything: MenuItem[] = [
    ...others.map((item) => ({
      key: item.to,
      icon: <item.icon size={20} stroke={1.75} aria-hidden="true" />,
      label: item.count ? `${item.label}, ${item.count}` : item.label,
      onSelect: () => void navigate({ to: item.to }),
    })),
    ...account,
  ];
  const phoneAccount = (
    <div className={classes.phoneAccount}>
      <Menu
        look="plain"
        label="Compte"
        trigger={
          <span className={classes.initials} data-waiting={waiting || undefined}>
            <Avatar name={me.name} accent />
            <span className="visually-hidden">Compte{waiting ? ", du nouveau" : ""}</span>
          </span>
        }
        items={everything}
      />
    </div>
  );
  return (
    <RoomContext value={room}>
      <div
        className={classes.root}
        data-rail={panelOpen || smallDesk || undefined}
        data-focused={focused || undefined}
      >
        <a href="#contenu" className={classes.skip}>
          Aller au contenu
        </a>
        <header className={classes.side}>
          <div className={classes.brand}>
            <Brand community={community} />
          </div>
          <div className={classes.mark}>
            <Mark size={30} />
          </div>
          <nav aria-label="Navigation principale" className={classes.nav}>
            {sections.map((section) => (
              <div key={section.title ?? section.items[0]?.to} className={classes.section}>
                {section.title && <p className={classes.heading}>{section.title}</p>}
                <ul>
                  {section.items.map((item) => (
                    <li key={item.to}>
                      <Link to={item.to} className={classes.item} activeProps={{ "data-on": true }}>
                        <item.icon size={19} stroke={1.75} aria-hidden="true" />
                        <span className={classes.label}>{item.label}</span>
                        <Count item={item} />
                      </Link>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </nav>
          <Menu
            look="plain"
            label="Compte"
            trigger={
              <span className={classes.me}>
                <Avatar name={me.name} />
                <span className={classes.label}>
                  <b>{me.name}</b>
                  <small>{me.label}</small>
                  <span className="visually-hidden">, votre compte</span>
                </span>
              </span>
            }
            items={account}
          />
        </header>
        <main id="contenu" tabIndex={-1} className={classes.main}>
          {banner}
          <AccountContext value={phoneAccount}>{children}</AccountContext>
        </main>
        <nav aria-label="Navigation principale" className={classes.tabs}>
          {tabs.map((item) => (
            <Link
              key={item.to}
              to={item.to}
              className={classes.tab}
              activeProps={{ "data-on": true }}
            >
              <item.icon size={24} stroke={1.75} aria-hidden="true" />
              {item.label}
              {item.hot && <Count item={item} />}
            </Link>
          ))}
        </nav>
      </div>
    </RoomContext>
  );
}
