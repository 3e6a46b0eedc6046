/** The only place that writes distances and phone numbers. */

const NBSP = "\u00a0";
const METRES_UP_TO_KM = 0.95;
const WHOLE = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

/** `900 m`, `1,4 km`, `12 km`. */
export function distance(km: number): string {
  if (km < METRES_UP_TO_KM) return `${Math.max(1, Math.round(km * 10)) * 100}${NBSP}m`;
  return `${(km < 10 ? TENTHS : WHOLE).format(km)}${NBSP}km`;
}

/** `01 99 00 42 18`, whether it comes as typed in France or in E.164; `15` stays `15`. */
export function phoneWords(phone: string): string {
  const national = phone.replace(/^\+33/, "0").replace(/[\s.-]/g, "");
  return /^0\d{9}$/.test(national) ? (national.match(/\d\d/g)?.join(NBSP) ?? phone) : phone;
}

/** The same as an address: `tel:+33199004218`. */
export function phoneHref(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, "")}`;
}

/** `1 684`. */
export function count(number: number): string {
  return WHOLE.format(number).replace(/\u202f/g, NBSP);
}

const MOST_ON_A_BADGE = 99;

/** A small number beside a word, which never grows wide: `7`, `99`, `99+`. */
export function badge(number: number): string {
  return number > MOST_ON_A_BADGE ? `${MOST_ON_A_BADGE}+` : `${number}`;
}

/** `En échec 2`, and the word alone when there is none or nobody knows. */
export function counted(word: string, number: number | undefined): string {
  return number ? `${word} ${number}` : word;
}

/** `Mardi 24 novembre`, at the head of a page. */
export function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase("fr") + words.slice(1);
}
