import type {
  CertificateChannel,
  DeathCertificationRequest,
  DeathClosedBy,
  DeathCorrection,
  DeathCorrectionReason,
  DeathOutcome,
} from "../../api";
import { isProblem } from "../../problems";
import { dayKey, hour, type Instant, instantAt, millis } from "../../time";
import { isAboutNumber, NO_NUMBER, wordsShown } from "../../typed";

/** What is corrected of a request that has ended, as typed. Pure. */

export const STEPS = ["accepted_at", "departed_at", "arrived_at", "certified_at"] as const;
export type Step = (typeof STEPS)[number];

export const STEP: Record<Step, string> = {
  accepted_at: "Acceptée à",
  departed_at: "En route à",
  arrived_at: "Sur place à",
  certified_at: "Certificat fait à",
};

type Wall = { day: string; time: string };

export type CorrectionForm = {
  outcome: DeathOutcome | "";
  channel: CertificateChannel | null;
  times: Record<Step, Wall>;
  reason: DeathCorrectionReason | "";
  text: string;
};

export type CorrectionField = Step | "outcome" | "channel" | "reason" | "text";
export type CorrectionProblems = Partial<Record<CorrectionField, string>>;

type Known = Pick<
  DeathCertificationRequest,
  Step | "state" | "closed_by" | "certificate_channel" | "created_at" | "professional"
>;

const BY: Record<DeathClosedBy, DeathOutcome> = {
  samu: "seen_to_by_samu",
  requisition: "requisitioned",
  other_doctor: "seen_to_by_other_doctor",
  other: "seen_to_otherwise",
};

/** How a request is said to have ended; empty for one that was cancelled. */
export function outcomeOf({ state, closed_by }: Known): DeathOutcome | "" {
  if (state === "certified" || state === "obstacle_reported") return state;
  return closed_by ? BY[closed_by] : "";
}

function wall(at: Instant | null, otherwise: Instant): Wall {
  // Two digits for the hour, as what is typed reads.
  return { day: dayKey(at ?? otherwise), time: at ? hour(at).padStart(5, "0") : "" };
}

/** The form as it opens: what is known. */
export function formOf(request: Known): CorrectionForm {
  const times = Object.fromEntries(
    STEPS.map((step) => [step, wall(request[step], request.created_at)]),
  ) as Record<Step, Wall>;
  const channel = request.certificate_channel;
  return { outcome: outcomeOf(request), channel, times, reason: "", text: "" };
}

/** The times that one may correct: a certifier their own, and nobody those of a step that cannot have been. */
export function stepsOf(form: CorrectionForm, request: Known, coordinates: boolean): Step[] {
  if (!request.professional) return [];
  return STEPS.filter(
    (step) =>
      (step !== "accepted_at" || coordinates) &&
      (step !== "certified_at" || form.outcome === "certified"),
  );
}

/** The instant as typed; null for a step that was not; `undefined` for half of one. */
function typed({ day, time }: Wall): string | null | undefined {
  if (time === "") return null;
  return day === "" ? undefined : instantAt(day, time);
}

function isSame(now: Wall, before: Wall): boolean {
  return now.time === before.time && (now.time === "" || now.day === before.day);
}

/** What differs from what is known, for the server. */
export function correctionOf(
  form: CorrectionForm,
  request: Known,
  coordinates: boolean,
): Omit<DeathCorrection, "reason"> {
  const before = formOf(request);
  const said: Omit<DeathCorrection, "reason"> = {};
  if (form.outcome !== "" && form.outcome !== before.outcome) said.outcome = form.outcome;
  if (form.outcome === "certified" && form.channel && form.channel !== before.channel) {
    said.certificate_channel = form.channel;
  }
  for (const step of stepsOf(form, request, coordinates)) {
    const at = typed(form.times[step]);
    if (isSame(form.times[step], before.times[step]) || at === undefined) continue;
    if (at !== null) said[step] = at;
    else if (step === "departed_at" || step === "arrived_at") said[step] = null;
  }
  if (form.text.trim() !== "") said.text = form.text.trim();
  return said;
}

/** A clock may be some minutes ahead (domain rules 1.2). */
const SKEW_MS = 5 * 60_000;
const MINUTE = 60_000;

const minuteOf = (at: Instant) => Math.floor(millis(at) / MINUTE);

/** What is still to fill or correct, in the order of the form. */
export function correctionProblems(
  form: CorrectionForm,
  request: Known,
  coordinates: boolean,
  now: number,
): CorrectionProblems {
  const found: CorrectionProblems = {};
  const came = form.outcome === "certified" || form.outcome === "obstacle_reported";
  if (came && !request.professional) {
    found.outcome = "Personne du réseau n’était chargé de cette demande. Dites qui est venu.";
  }
  let [floor, since] = [minuteOf(request.created_at), `la demande, à ${hour(request.created_at)}`];
  for (const step of stepsOf(form, request, coordinates)) {
    const at = typed(form.times[step]);
    const needed = step === "departed_at" ? false : step === "arrived_at" ? came : true;
    if (at === undefined) found[step] = "Écrivez le jour, comme 24/11/2026.";
    else if (at === null) {
      if (needed) found[step] = "Écrivez une heure comme 7:30.";
    } else if (millis(at) > now + SKEW_MS) found[step] = "Cette heure est à venir. Vérifiez-la.";
    else if (minuteOf(at) < floor) found[step] = `C’est avant ${since}. Vérifiez les deux.`;
    else [floor, since] = [minuteOf(at), `« ${STEP[step]} ${hour(at)} »`];
  }
  if (form.outcome === "certified" && form.channel === null) {
    found.channel = "Choisissez par quelle voie.";
  }
  if (form.reason === "") found.reason = "Choisissez pourquoi.";
  const said = correctionOf(form, request, coordinates);
  if (Object.keys(said).every((name) => name === "text") && Object.keys(found).length === 0) {
    found.reason = "Rien n’est changé. Corrigez d’abord ce qui est faux.";
  }
  return found;
}

/** What the server refused of a correction, by field; null when it is another refusal. */
export function refusedCorrection(
  error: unknown,
): { fields: CorrectionProblems; medicalWords: string[] | null } | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const fields: CorrectionProblems = {};
  let medicalWords: string[] | null = null;
  for (const { pointer, message } of error.errors) {
    const name = pointer.split("/").at(-1) ?? "";
    if (isAboutNumber(message)) fields.text = NO_NUMBER;
    else if (/look medical/i.test(message)) medicalWords = wordsShown(message);
    else if (name === "text") fields.text = "Ce texte ne peut pas être gardé. Retirez-le.";
    else if ((STEPS as readonly string[]).includes(name)) {
      fields[name as Step] = "Cette heure n’est pas possible. Vérifiez-la.";
    } else if (name === "certificate_channel") fields.channel = "Choisissez par quelle voie.";
    else if (name === "outcome") fields.outcome = "Cette issue n’est pas possible.";
    else fields.reason = "Rien n’est changé. Corrigez d’abord ce qui est faux.";
  }
  return { fields, medicalWords };
}
