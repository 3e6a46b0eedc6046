import {
  IconBed,
  IconBell,
  IconCalendar,
  IconCalendarSearch,
  IconCalendarUser,
  IconCirclePlus,
  IconClockUp,
  IconDeviceComputerCamera,
  IconFingerprint,
  IconFlower,
  IconGitCommit,
  IconHome,
  IconInbox,
  IconLayoutList,
  IconMessage2Question,
  IconPlugConnectedX,
  IconScale,
  IconSend,
  IconSettings,
  IconUserCircle,
  IconUserHeart,
  IconUserOff,
  IconUsers,
  IconVideo,
  IconWebhook,
} from "@tabler/icons-react";
import type { Me } from "../../api";
import type { NavItem, NavSection } from "../../ui/AppShell";
import type { Counts } from "./counts";

/**
 * Where each page is in the navigation, and for whom. A page is there when the server opens its
 * operation to this person: the scope, never the role, decides.
 */

const MOST_TABS = 5;

type Place = Omit<NavItem, "count" | "hot"> & {
  scope: string;
  /** The scope of the pages under it, when more people open these than have the place. */
  under?: string;
  count?: (counts: Counts) => number | undefined;
  hot?: boolean;
  /** Who comes first when the tab bar of a phone has no room for all; the others are in the account menu. */
  tab: number;
  /** What a fifth of a phone's width holds in one line, when the label is longer. */
  onTab?: string;
};

const OWN: Place[] = [
  {
    to: "/disponibilites",
    label: "Disponibilités",
    onTab: "Créneaux",
    icon: IconCalendarSearch,
    scope: "regulation:read",
    tab: 1,
  },
  {
    to: "/tableau",
    label: "Tableau",
    icon: IconLayoutList,
    scope: "board:read",
    count: (counts) => counts.board,
    hot: true,
    tab: 1,
  },
  {
    to: "/a-repondre",
    label: "À répondre",
    icon: IconInbox,
    scope: "offers:answer",
    count: (counts) => counts.offers,
    hot: true,
    tab: 1,
  },
  { to: "/agenda", label: "Agenda", icon: IconCalendar, scope: "availability:write", tab: 2 },
  { to: "/demander", label: "Demander", icon: IconCirclePlus, scope: "requests:write", tab: 3 },
  {
    to: "/mes-demandes",
    label: "Mes demandes",
    onTab: "Demandes",
    icon: IconGitCommit,
    scope: "requests:write",
    tab: 8,
  },
  {
    to: "/deces/nouvelle",
    label: "Constater un décès",
    icon: IconFlower,
    scope: "deaths:write",
    tab: 6,
  },
  { to: "/deces", label: "Constatations", icon: IconGitCommit, scope: "deaths:read", tab: 8 },
  {
    to: "/medecin-traitant",
    label: "Médecin traitant",
    icon: IconUserHeart,
    scope: "attending_doctors:read",
    tab: 9,
  },
  {
    to: "/mes-avis",
    label: "Avis",
    icon: IconMessage2Question,
    scope: "offers:answer",
    tab: 7,
  },
  {
    to: "/avis/filieres",
    label: "Filières d’avis",
    icon: IconUsers,
    scope: "dispatch:manage",
    tab: 12,
  },
  {
    to: "/sorties",
    label: "Sorties d’hôpital",
    onTab: "Sorties",
    icon: IconBed,
    scope: "discharges:write",
    under: "requests:read",
    tab: 2,
  },
  {
    to: "/teleconsultations",
    label: "Salle d’attente",
    onTab: "Attente",
    icon: IconVideo,
    scope: "teleconsultations:read",
    tab: 9,
  },
  { to: "/suivi", label: "Suivi", icon: IconClockUp, scope: "requests:write", tab: 9 },
];

/** For those whose work is not here yet: a page that says so. */
const WAITING: Place = {
  to: "/accueil",
  label: "Accueil",
  icon: IconHome,
  scope: "notifications:read",
  tab: 1,
};

const TERRITORY: Place[] = [
  { to: "/absences", label: "Absences", icon: IconUserOff, scope: "board:read", tab: 7 },
  {
    to: "/deces/astreinte",
    label: "Astreinte décès",
    icon: IconCalendarUser,
    scope: "certifiers:write",
    tab: 12,
  },
  {
    to: "/teleconsultation/sites",
    label: "Téléconsultation",
    onTab: "Télécons.",
    icon: IconDeviceComputerCamera,
    scope: "teleconsultation_sites:read",
    tab: 10,
  },
  { to: "/annuaire", label: "Annuaire", icon: IconUsers, scope: "directory:read", tab: 4 },
  { to: "/charge", label: "Charge", icon: IconScale, scope: "load:read", tab: 8 },
  { to: "/moi", label: "Moi", icon: IconUserCircle, scope: "membership:write", tab: 5 },
  {
    to: "/messages",
    label: "Messages",
    icon: IconBell,
    scope: "notifications:read",
    count: (counts) => counts.messages,
    hot: true,
    tab: 6,
  },
];

const TECHNICAL: Place[] = [
  {
    to: "/envois",
    label: "Envois",
    icon: IconSend,
    scope: "deliveries:read",
    count: (counts) => counts.deliveries,
    hot: true,
    tab: 7,
  },
  {
    to: "/plateforme-sas",
    label: "Plateforme SAS",
    icon: IconPlugConnectedX,
    scope: "transmissions:read",
    tab: 11,
  },
  { to: "/logiciels", label: "Logiciels", icon: IconWebhook, scope: "webhooks:read", tab: 12 },
  { to: "/traces", label: "Traces", icon: IconFingerprint, scope: "audit:read", tab: 9 },
  { to: "/reglages", label: "Réglages", icon: IconSettings, scope: "rules:read", tab: 10 },
];

function shown(place: Place, counts: Counts): NavItem {
  const { to, label, icon, hot } = place;
  return { to, label, icon, hot, count: place.count?.(counts) };
}

/** The navigation of this person: all of it for a desk, the few first places for a phone. */
export function navigation(me: Me, counts: Counts): { sections: NavSection[]; tabs: NavItem[] } {
  const open = (places: Place[]) => places.filter((place) => me.scopes.includes(place.scope));
  const own = home(me) === WAITING.to ? [WAITING] : open(OWN);
  const parts = [
    { title: undefined, places: own },
    { title: "Territoire", places: open(TERRITORY) },
    { title: "Suivi technique", places: open(TECHNICAL) },
  ].filter((part) => part.places.length > 0);
  const all = parts.flatMap((part) => part.places);
  const first = new Set([...all].sort((one, other) => one.tab - other.tab).slice(0, MOST_TABS));
  return {
    sections: parts.map(({ title, places }) => ({
      title,
      items: places.map((place) => shown(place, counts)),
    })),
    tabs: all
      .filter((place) => first.has(place))
      .map((place) => shown({ ...place, label: place.onTab ?? place.label }, counts)),
  };
}

/** A page of the account menu, for everybody who may be told of something: before the place that it lies under. */
const NOTIFICATIONS = { to: "/moi/notifications", scope: "preferences:write" };

/** A professional comes here from the agenda or from a message; only the coordination has it in the list. */
const ABSENCES = { to: "/absences", scope: "agendas:read" };

/** From one's own page, for the professional alone. */
const OUTSIDE = { to: "/mes-agendas", scope: "calendars:write" };

/** From one's own page, or from the load of the members. */
const PROOFS = { to: "/heures", scope: "proofs:read" };

/** From the rota, for those who check what stands in it. */
const DOSSIERS = { to: "/deces/certificateurs", scope: "certifiers:write" };

/** From the list of requests, for who sees the load of the members. */
const FIGURES = { to: "/deces/chiffres", scope: "load:read" };

/** From the list of sites, for those who write who was trained. */
const CENSUS = { to: "/teleconsultation/recensement", scope: "teleconsultation_sites:write" };

/** From one's own page, for a doctor. */
const CAPACITY = { to: "/nouveaux-patients", scope: "membership:write" };

/** From the list of discharges, for a ward and the coordination; who comes to a person reads its page alone. */
const NEW_DISCHARGE = { to: "/sorties/nouvelle", scope: "discharges:write" };

/** From the waiting room, for those who may book. */
const NEW_TELECONSULTATION = {
  to: "/teleconsultations/nouvelle",
  scope: "teleconsultations:write",
};

/** From the waiting room, for those who have a kiosk. */
const LANGUAGES = { to: "/teleconsultations/langues", scope: "teleconsultations:kiosk" };

/** From the board and from the waiting room, for the coordination. */
const TELECONSULTATION_FIGURES = {
  to: "/teleconsultations/chiffres",
  scope: "teleconsultations:coordinate",
};

const PLACES: Pick<Place, "to" | "scope" | "under">[] = [
  CAPACITY,
  NEW_DISCHARGE,
  NEW_TELECONSULTATION,
  LANGUAGES,
  TELECONSULTATION_FIGURES,
  DOSSIERS,
  CENSUS,
  FIGURES,
  PROOFS,
  NOTIFICATIONS,
  ABSENCES,
  OUTSIDE,
  ...OWN,
  WAITING,
  ...TERRITORY,
  ...TECHNICAL,
];

/** Whether the page at this address is one that the server would refuse to this person as a whole. */
export function isClosed(me: Me, pathname: string): boolean {
  const above = PLACES.filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  const place = above.sort((one, other) => other.to.length - one.to.length)[0];
  if (place === undefined) return false;
  const scope = pathname === place.to ? place.scope : (place.under ?? place.scope);
  return !me.scopes.includes(scope);
}

const HOMES: [scope: string, to: string][] = [
  ["board:read", "/tableau"],
  ["offers:answer", "/a-repondre"],
  ["availability:write", "/agenda"],
  ["regulation:read", "/disponibilites"],
  ["discharges:write", "/sorties"],
  ["requests:write", "/mes-demandes"],
  ["deaths:write", "/deces/nouvelle"],
  ["deliveries:read", "/envois"],
  ["audit:read", "/traces"],
];

/** Where this person's work is: the first page after signing in. */
export function home(me: Me): string {
  return HOMES.find(([scope]) => me.scopes.includes(scope))?.[1] ?? WAITING.to;
}
