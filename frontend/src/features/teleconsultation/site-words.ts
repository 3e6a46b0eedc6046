import type {
  ProfessionalSummary,
  TeleconsultationAssistant,
  TeleconsultationAssistantLack,
  TeleconsultationKitItem,
  TeleconsultationSite,
  TeleconsultationSiteCause,
  TeleconsultationSiteKind,
  TeleconsultationSiteLack,
  TeleconsultationSitePerson,
  TeleconsultationTrainingKind,
} from "../../api";
import { numericDate } from "../../time";
import { hoursWords } from "../../ui/hours";
import type { Shape } from "../../ui/StatusShape";

export const SITE_KIND: Record<TeleconsultationSiteKind, string> = {
  pharmacy: "Pharmacie",
  nurse_practice: "Cabinet infirmier",
  home_visits: "À domicile",
  health_centre: "Centre de santé",
};

export const KIT_ITEM: Record<TeleconsultationKitItem, string> = {
  stethoscope: "Stéthoscope",
  otoscope: "Otoscope",
  oximeter: "Oxymètre",
  blood_pressure: "Tensiomètre",
  thermometer: "Thermomètre",
  dermatoscope: "Dermatoscope",
  electrocardiograph: "Électrocardiographe",
  glucose_meter: "Lecteur de glycémie",
  scales: "Pèse-personne",
};

export const TRAINING: Record<TeleconsultationTrainingKind, string> = {
  community: "La CPTS",
  supplier: "Le fabricant du matériel",
  training_body: "Un organisme de formation",
  other: "Autre",
};

/** Why a site cannot be booked, in a few words, and what to do. Those of the kit take the name of the item. */
const CAUSE: Record<TeleconsultationSiteCause, { word: string; cure: string }> = {
  closed: { word: "Fermé", cure: "Rouvrez le site dans «\u00a0Modifier\u00a0»." },
  no_room: { word: "Pas de pièce fermée", cure: "Il faut une porte qui se ferme." },
  room_not_seated: { word: "Pas de siège", cure: "La personne doit pouvoir s’asseoir." },
  room_not_apart: {
    word: "Pas à l’écart du public",
    cure: "Au calme, éclairé, loin du passage, avec une attente ailleurs.",
  },
  kit_missing: {
    word: "manquant",
    cure: "Une fois en place, touchez «\u00a0Vérifié aujourd’hui\u00a0».",
  },
  kit_check_old: {
    word: "à revérifier",
    cure: "Essayez-le, puis touchez «\u00a0Vérifié aujourd’hui\u00a0».",
  },
  no_trained_assistant: {
    word: "Personne de formé",
    cure: "Nommez une personne formée et volontaire.",
  },
  training_expired: { word: "Formation échue", cure: "À refaire, puis à noter au recensement." },
  connection_untested: {
    word: "Connexion jamais essayée",
    cure: "Faites un essai vidéo, puis notez-le.",
  },
  connection_old: { word: "Essai de connexion ancien", cure: "Refaites un essai, puis notez-le." },
  connection_failed: {
    word: "Dernier essai de connexion raté",
    cure: "Réparez, refaites un essai, puis notez-le.",
  },
  connection_too_slow: {
    word: "Connexion trop lente",
    cure: "Demandez un meilleur débit, puis refaites un essai.",
  },
  no_opening: { word: "Pas d’horaires", cure: "Donnez les heures d’ouverture." },
  no_join_link: { word: "Pas de lien vidéo", cure: "Donnez l’adresse du fournisseur de vidéo." },
  shut_then: { word: "Fermé à cette heure", cure: "Choisissez une heure d’ouverture." },
  nobody_then: {
    word: "Personne de formé à cette heure",
    cure: "Choisissez une heure où quelqu’un est là.",
  },
  past: { word: "Heure passée", cure: "Choisissez une heure à venir." },
};

/** What somebody still lacks to assist, as the coordination reads it. */
export const ASSISTANT_LACK: Record<TeleconsultationAssistantLack, string> = {
  not_volunteering: "n’est pas volontaire",
  left: "n’exerce plus selon le répertoire",
  no_training: "à former",
  training_expired: "formation échue",
  no_site: "sans site",
};

/** "Otoscope à revérifier", "Connexion trop lente". */
export function lackWord({ cause, item }: TeleconsultationSiteLack): string {
  const { word } = CAUSE[cause];
  return item ? `${KIT_ITEM[item]} ${word}` : word;
}

/** What to do about it. */
export function lackCure({ cause }: TeleconsultationSiteLack): string {
  return CAUSE[cause].cure;
}

const SAID = 2;

/** Whether a site can be booked, in a drawing and few words: the first causes, and how many more. */
export function siteStanding({ lacks, state }: TeleconsultationSite): {
  shape: Shape;
  word: string;
} {
  if (state === "closed") return { shape: "off", word: "Fermé" };
  if (lacks.length === 0) return { shape: "agreed", word: "Réservable" };
  const more = lacks.length - SAID;
  const said = lacks.slice(0, SAID).map(lackWord);
  if (more > 0) said.push(more === 1 ? "et 1 autre" : `et ${more} autres`);
  return { shape: "soon", word: said.join(" · ") };
}

/** "Pharmacie · Centre, Vitry-sur-Seine". */
export function siteWhere({ kind, sector, commune_name }: TeleconsultationSite): string {
  return [SITE_KIND[kind], [sector, commune_name].filter(Boolean).join(", ")].join(" · ");
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Where somebody of the census stands: "En ordre, jusqu’au 30/10/2027.", "À former, sans site.". */
export function assistantStanding({ lacks, training }: TeleconsultationAssistant): {
  shape: Shape;
  word: string;
} {
  if (lacks.length === 0)
    return {
      shape: "agreed",
      word: `En ordre, jusqu’au ${numericDate(training?.valid_until ?? "")}.`,
    };
  const shape = lacks.includes("not_volunteering") ? "off" : "soon";
  return { shape, word: sentence(lacks.map((lack) => ASSISTANT_LACK[lack]).join(", ")) };
}

/** What is said of somebody at a site: "formée jusqu’au…" has no gender here. */
export function personWords({ lacks, training_until }: TeleconsultationSitePerson): string {
  if (lacks.length > 0) return sentence(lacks.map((lack) => ASSISTANT_LACK[lack]).join(", "));
  return `Formation valable jusqu’au ${numericDate(training_until ?? "")}.`;
}

/** When somebody is at a site. */
export function presenceWords({ hours }: TeleconsultationSitePerson): string {
  return hours === null ? "Toute l’ouverture" : hoursWords(hours) || "Aucune heure";
}

const PHARMACIST = "21";
const NURSE = "60";

/** Whether the profession of somebody may assist at a site of that kind (CSP R4312-77). */
export function mayBeNamed(
  { profession_code }: ProfessionalSummary,
  kind: TeleconsultationSiteKind,
): boolean {
  return profession_code === (kind === "pharmacy" ? PHARMACIST : NURSE);
}

/** "4 réservables · 2 à compléter · 1 fermé". */
export function countsWords(sites: TeleconsultationSite[]): string {
  const closed = sites.filter(({ state }) => state === "closed").length;
  const ready = sites.filter(({ bookable }) => bookable).length;
  const plural = (count: number) => (count > 1 ? "s" : "");
  return [
    ready > 0 && `${ready} réservable${plural(ready)}`,
    sites.length - ready - closed > 0 && `${sites.length - ready - closed} à compléter`,
    closed > 0 && `${closed} fermé${plural(closed)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
