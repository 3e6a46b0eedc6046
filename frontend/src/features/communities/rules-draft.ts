import type {
  CommunityRules,
  CommunityRulesInput,
  TeleconsultationReasonRule,
  TeleconsultationRedirect,
  WaveRule,
  WaveRuleAudience,
} from "../../api";
import { FIELDS, type RuleField } from "./fields";
import { LEADS_TO } from "./teleconsultation-fields";

/** A wave as it is typed. */
export type WaveDraft = {
  key: string;
  audience: WaveRuleAudience;
  minutes: string;
  radius_km: string;
  at_most: string;
};

/** The rules as they are typed: every value is text until it is sent. */
export type RulesDraft = { values: Record<string, string>; waves: WaveDraft[] };

const AUDIENCES = ["first_resort", "near", "network"] as const satisfies WaveRuleAudience[];

function at(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inside, key) => (inside as Record<string, unknown> | undefined)?.[key],
      document,
    );
}

function written(value: unknown): string {
  return value === null || value === undefined ? "" : String(value).replace(".", ",");
}

function waveDraft(wave: WaveRule): WaveDraft {
  return {
    key: crypto.randomUUID(),
    audience: wave.audience,
    minutes: written(wave.minutes),
    radius_km: written(wave.radius_km),
    at_most: written(wave.at_most),
  };
}

function writtenOf(rules: CommunityRules, { path, reason }: RuleField): string {
  if (reason === undefined) return written(at(rules, path));
  const refused = rules.teleconsultation_bookings.refused_reasons;
  return refused.find((one) => one.reason === reason)?.redirect ?? "";
}

/** The reasons that are not accepted, and where each leads. */
function refusedReasons({ values }: RulesDraft): TeleconsultationReasonRule[] {
  return FIELDS.flatMap(({ path, reason }) => {
    const redirect = values[path] as TeleconsultationRedirect | "" | undefined;
    return reason && redirect ? [{ reason, redirect }] : [];
  });
}

/** The rules, ready to be typed over. */
export function draftOf(rules: CommunityRules): RulesDraft {
  return {
    values: Object.fromEntries(FIELDS.map((field) => [field.path, writtenOf(rules, field)])),
    waves: rules.unscheduled_care.waves.map(waveDraft),
  };
}

/** One wave more, after the last, for those whom no wave asks yet; null when every one is asked. */
export function withOneMore(waves: WaveDraft[]): WaveDraft[] | null {
  const asked = new Set(waves.map((wave) => wave.audience));
  const audience = AUDIENCES.find((one) => !asked.has(one));
  if (audience === undefined) return null;
  return [...waves, waveDraft({ audience, minutes: 30, radius_km: null, at_most: null })];
}

function number(text: string): number | null {
  const found = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(found) ? null : found;
}

/** `8:00`, `8h`, `08h30` as `08:00`, `08:00`, `08:30`; null when it is not an hour. */
export function wallTime(text: string): string | null {
  const found = /^\s*(\d{1,2})\s*(?:[:h]\s*(\d{2})?)?\s*$/i.exec(text);
  if (!found?.[1] || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return null;
  return `${found[1].padStart(2, "0")}:${found[2] ?? "00"}`;
}

export type Read = { input: CommunityRulesInput | null; errors: Record<string, string> };

function set(document: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let inside = document;
  for (const key of keys) {
    inside[key] ??= {};
    inside = inside[key] as Record<string, unknown>;
  }
  inside[last] = value;
}

/** What was typed, as the API takes it; or what is neither a number nor an hour. Bounds are the server's. */
export function readDraft(draft: RulesDraft): Read {
  const errors: Record<string, string> = {};
  const document: Record<string, unknown> = {};
  for (const field of FIELDS.filter(({ reason }) => reason === undefined)) {
    const text = draft.values[field.path] ?? "";
    const value = field.flag ? text === "true" : field.time ? wallTime(text) : number(text);
    if (value === null) {
      errors[field.path] = field.time ? "Écrivez une heure, comme 20:00." : "Écrivez un nombre.";
    }
    set(document, field.path, value);
  }
  const waves = draft.waves.map((wave, index): WaveRule => {
    const prefix = `unscheduled_care.waves.${index}`;
    const minutes = number(wave.minutes);
    const near = wave.audience === "near";
    const radius = near ? number(wave.radius_km) : null;
    const most = number(wave.at_most);
    if (minutes === null) errors[`${prefix}.minutes`] = "Écrivez un nombre.";
    if (near && wave.radius_km.trim() !== "" && radius === null) {
      errors[`${prefix}.radius_km`] = "Écrivez un nombre, ou rien.";
    }
    if (wave.at_most.trim() !== "" && most === null) {
      errors[`${prefix}.at_most`] = "Écrivez un nombre, ou rien.";
    }
    return { audience: wave.audience, minutes: minutes ?? 0, radius_km: radius, at_most: most };
  });
  set(document, "unscheduled_care.waves", waves);
  set(document, "teleconsultation_bookings.refused_reasons", refusedReasons(draft));
  if (Object.keys(errors).length > 0) return { input: null, errors };
  return { input: document as CommunityRulesInput, errors };
}

function sameWaves(one: WaveDraft[], other: WaveDraft[]): boolean {
  const bare = (waves: WaveDraft[]) => JSON.stringify(waves.map(({ key: _, ...wave }) => wave));
  return bare(one) === bare(other);
}

/** Was anything typed? */
export function isChanged(draft: RulesDraft, base: RulesDraft): boolean {
  return (
    FIELDS.some(({ path }) => draft.values[path] !== base.values[path]) ||
    !sameWaves(draft.waves, base.waves)
  );
}

/** A rule as one reads it: "90 min", "20:00", "oui". */
export function ruleWords(field: RuleField, values: Record<string, string>): string {
  const value = values[field.path] ?? "";
  if (field.flag) return value === "true" ? "oui" : "non";
  if (field.reason) return LEADS_TO[value as keyof typeof LEADS_TO];
  return [value, field.unit].filter(Boolean).join(" ");
}

export type Change = { label: string; before: string; after: string };

/** What somebody else changed meanwhile: from the rules that were read to those of now. */
export function changesBetween(base: RulesDraft, fresh: RulesDraft): Change[] {
  const changes = FIELDS.filter(({ path }) => base.values[path] !== fresh.values[path]).map(
    (field) => ({
      label: field.label,
      before: ruleWords(field, base.values),
      after: ruleWords(field, fresh.values),
    }),
  );
  if (sameWaves(base.waves, fresh.waves)) return changes;
  const count = (draft: RulesDraft) => `${draft.waves.length} vagues`;
  return [
    ...changes,
    { label: "Vagues", before: count(base), after: `${count(fresh)}, modifiées` },
  ];
}

/** What I typed, over the rules of now: what I did not touch takes their values. */
export function rebased(mine: RulesDraft, base: RulesDraft, fresh: RulesDraft): RulesDraft {
  return {
    values: Object.fromEntries(
      FIELDS.map(({ path }) => {
        const touched = mine.values[path] !== base.values[path];
        return [path, (touched ? mine : fresh).values[path] ?? ""];
      }),
    ),
    waves: sameWaves(mine.waves, base.waves) ? fresh.waves : mine.waves,
  };
}
