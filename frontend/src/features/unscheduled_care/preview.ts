import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import {
  type PreviewStep,
  previewUnscheduledCareRequest,
  type UnscheduledCarePreview,
  type UnscheduledCarePreviewInput,
} from "../../api";
import { serverNow } from "../../clock";
import { duration, hour, relativeDay } from "../../time";
import { askedBy, requestTitle } from "../../titles";
import type { SendingPlan } from "../../ui/BeforeSending";
import type { ThreadEntry } from "../../ui/Thread";
import { MOBILITY, SKIP_REASON } from "../../words";

const PAUSE_MS = 500;
const MINUTE = 60_000;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(settled);
}

/** What would happen if the request were sent now: the server's dry run, a moment after each pause. */
export function usePreview(input: UnscheduledCarePreviewInput | null) {
  const asked = useSettled(JSON.stringify(input));
  return useQuery({
    queryKey: ["unscheduled-care-preview", asked],
    enabled: asked !== "null",
    staleTime: MINUTE,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const body = JSON.parse(asked) as UnscheduledCarePreviewInput;
      const { data } = await previewUnscheduledCareRequest({ body, signal, throwOnError: true });
      return data;
    },
  });
}

function when(at: string, now: number): string {
  const said = relativeDay(at, now);
  return said === "aujourd’hui" ? hour(at) : `${said} ${hour(at)}`;
}

function lasting(step: PreviewStep): string | null {
  return step.minutes === null ? null : duration(step.minutes * MINUTE);
}

function people(step: PreviewStep): string | null {
  if (step.people === null) return null;
  const many = `${step.people} professionnel${step.people > 1 ? "s" : ""}`;
  return step.radius_km === null
    ? many
    : `${many} à moins de ${step.radius_km.toLocaleString("fr-FR")} km`;
}

/** One step of the plan: "Le réseau proche", "6 professionnels à moins de 3 km, 45 min". */
function stepWords(step: PreviewStep): { title: string; detail?: string } {
  if (step.kind === "coordinator_called") return { title: "La coordination vous appelle" };
  if (step.kind === "quiet_hours_end") {
    return {
      title: "Fin des heures calmes",
      detail: "Ceux qu’on laisse en paix jusque-là sont sollicités",
    };
  }
  if (step.kind !== "wave_opens") return { title: "Délai de soins demandé" };
  switch (step.audience) {
    case "first_resort":
      if (step.skip_reason) {
        return {
          title: "Le médecin traitant n’est pas sollicité",
          detail: [step.professional_name, SKIP_REASON[step.skip_reason]]
            .filter(Boolean)
            .join(", "),
        };
      }
      return {
        title: "Le médecin traitant, seul",
        detail: step.minutes === null ? undefined : `${lasting(step)} pour répondre`,
      };
    case "near":
      return {
        title: "Le réseau proche",
        detail: [people(step), lasting(step)].filter(Boolean).join(", "),
      };
    default:
      return {
        title: "Toute la CPTS",
        detail: [people(step), lasting(step)].filter(Boolean).join(", "),
      };
  }
}

/** The plan as a thread, all of it to come. */
export function planEntries(preview: UnscheduledCarePreview, now: number): ThreadEntry[] {
  const soon = (at: string) => new Date(at).getTime() - now < MINUTE;
  return preview.steps.map((step) => ({
    key: `${step.kind} ${step.wave} ${step.at}`,
    phase: "next",
    at: step.at,
    timeLabel: soon(step.at) ? "tout de suite" : undefined,
    ...stepWords(step),
  }));
}

/** The dry run as the panel beside the form shows it. */
export function sendingPlan(preview: UnscheduledCarePreview): Omit<SendingPlan, "promise"> {
  const now = serverNow();
  const { card } = preview;
  const where = card.sector ?? card.commune_name;
  return {
    title: requestTitle(card.need, card.age_band),
    facts: [
      `À voir avant ${when(card.wished_before, now)}`,
      `${where} · ${MOBILITY[card.mobility].toLocaleLowerCase("fr")}`,
      askedBy(card.requester_profession),
    ],
    steps: planEntries(preview, now),
  };
}

/** "12:18", "demain 9:00": the hour by which a human answers. */
export function answeredBefore(at: string): string {
  return when(at, serverNow());
}
