import { FR, type KioskWords } from "./words/fr";

/**
 * The languages of the kiosk, without flags. Which ones, and why: decision 0053. All but French were written
 * by nobody whose language it is: `reviewed` becomes true once somebody who speaks it has read every line.
 */

export type LanguageCode = "fr" | "ar" | "pt" | "en" | "zh" | "tr" | "ta" | "es";

export type Language = {
  code: LanguageCode;
  /** As its speakers call it. */
  name: string;
  /** As the staff calls it. */
  french: string;
  rightToLeft: boolean;
  reviewed: boolean;
};

const language = (code: LanguageCode, name: string, french: string): Language => ({
  code,
  name,
  french,
  rightToLeft: code === "ar",
  reviewed: code === "fr",
});

export const LANGUAGES: readonly Language[] = [
  language("fr", "Français", "français"),
  language("ar", "العربية", "arabe"),
  language("pt", "Português", "portugais"),
  language("en", "English", "anglais"),
  language("zh", "中文", "chinois"),
  language("tr", "Türkçe", "turc"),
  language("ta", "தமிழ்", "tamoul"),
  language("es", "Español", "espagnol"),
];

export const FRENCH = LANGUAGES[0] as Language;

const LOAD: Record<LanguageCode, () => Promise<KioskWords>> = {
  fr: async () => FR,
  ar: async () => (await import("./words/ar")).AR,
  pt: async () => (await import("./words/pt")).PT,
  en: async () => (await import("./words/en")).EN,
  zh: async () => (await import("./words/zh")).ZH,
  tr: async () => (await import("./words/tr")).TR,
  ta: async () => (await import("./words/ta")).TA,
  es: async () => (await import("./words/es")).ES,
};

/** The sentences of a language; each comes with a small file of its own. */
export function loadWords(code: LanguageCode): Promise<KioskWords> {
  return LOAD[code]();
}

export type AllWords = ReadonlyMap<LanguageCode, KioskWords>;

/** Those of every language, for a page that must speak any of them while its network is away. */
export async function loadAllWords(): Promise<AllWords> {
  return new Map(
    await Promise.all(LANGUAGES.map(async ({ code }) => [code, await loadWords(code)] as const)),
  );
}

/** Those whose sentences nobody has read yet: the staff sees that, the person does not. */
export function toReview(): Language[] {
  return LANGUAGES.filter(({ reviewed }) => !reviewed);
}

const SECONDS_PER_MINUTE = 60;

/** How long is left in a language, with its own word: whole minutes begun, seconds in the last one. */
export function timeLeft(ms: number, code: LanguageCode): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const last = seconds < SECONDS_PER_MINUTE;
  return new Intl.NumberFormat(code, {
    style: "unit",
    unit: last ? "second" : "minute",
    unitDisplay: "long",
  }).format(last ? seconds : Math.ceil(seconds / SECONDS_PER_MINUTE));
}

/** A sentence with what it names put in. */
export function filled(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
