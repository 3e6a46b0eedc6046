import type { OpinionUrgency } from "./api";

/** When the answer to a request for an opinion is needed. */
export const OPINION_URGENCY: Record<OpinionUrgency, string> = {
  same_day: "Dans la journée",
  few_days: "En quelques jours",
  few_weeks: "En quelques semaines",
};
