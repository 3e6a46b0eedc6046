import { useQuery } from "@tanstack/react-query";
import {
  answerDeathSafetyQuestions,
  arriveForDeathCertification,
  cancelDeathCertificationRequest,
  certifyDeath,
  closeDeathCertificationElsewhere,
  correctDeathCertificationRequest,
  createDeathCertificationRequest,
  type DeathCancellationReason,
  type DeathCertificate,
  type DeathCertificationRequest,
  type DeathCertificationRequestInput,
  type DeathClosedBy,
  type DeathCorrection,
  type DeathSafetyAnswers,
  departForDeathCertification,
  handDeathCertificationToDoctor,
  handDeathCertificationToSamu,
  markDeathCertificationDuplicate,
  type RequestView,
  reportMedicoLegalObstacle,
  shareDeathCertificationWithFamily,
  undoDeathCertificationDuplicate,
  withdrawDeathFamilyLink,
  withdrawFromDeathCertification,
} from "../../api";
import {
  getDeathCertificationFiguresOptions,
  getDeathCertificationRequestOptions,
  listDeathCertificationRequestsOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { actCall, type RequestRead, useWrite } from "../../writes";

const ROWS = 100;

/** Requests that one may see, newest first. */
export function useDeathRequests(view: RequestView) {
  return useQuery({
    ...listDeathCertificationRequestsOptions({ query: { view, limit: ROWS } }),
    ...live,
  });
}

/** One request, read again while it is looked at. */
export function useDeathRequest(requestId: string) {
  const options = getDeathCertificationRequestOptions({ path: { request_id: requestId } });
  return useQuery({ ...options, ...live });
}

/** Number, delays and outcomes of a month (`2026-11`). */
export function useFigures(month: string) {
  return useQuery(getDeathCertificationFiguresOptions({ query: { month } }));
}

/** Files a request. */
export function useCreate(onDone: (request: DeathCertificationRequest) => void) {
  return useWrite(
    async (body: DeathCertificationRequestInput, key: string) => {
      const { data } = await createDeathCertificationRequest({
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** What may be done to a request, each with what it needs. */
export type DeathAct =
  | { kind: "answer"; answers: DeathSafetyAnswers }
  | { kind: "cancel"; reason: DeathCancellationReason }
  | { kind: "depart"; minutes: number }
  | { kind: "arrive" }
  | { kind: "certify"; certificate: DeathCertificate }
  | { kind: "obstacle"; told: boolean }
  | { kind: "doctor" }
  | { kind: "withdraw" }
  | { kind: "samu" }
  | { kind: "elsewhere"; by: DeathClosedBy }
  | { kind: "duplicate"; of: string }
  | { kind: "undo_duplicate" }
  | { kind: "correct"; correction: DeathCorrection };

async function send({ act, ...read }: RequestRead & { act: DeathAct }, key: string) {
  const common = actCall(read, key);
  switch (act.kind) {
    case "answer":
      return (await answerDeathSafetyQuestions({ ...common, body: act.answers })).data;
    case "cancel":
      return (await cancelDeathCertificationRequest({ ...common, body: { reason: act.reason } }))
        .data;
    case "depart":
      return (await departForDeathCertification({ ...common, body: { eta_minutes: act.minutes } }))
        .data;
    case "arrive":
      return (await arriveForDeathCertification(common)).data;
    case "certify":
      return (await certifyDeath({ ...common, body: act.certificate })).data;
    case "obstacle":
      return (await reportMedicoLegalObstacle({ ...common, body: { authorities_told: act.told } }))
        .data;
    case "doctor":
      return (await handDeathCertificationToDoctor(common)).data;
    case "withdraw":
      return (await withdrawFromDeathCertification(common)).data;
    case "samu":
      return (await handDeathCertificationToSamu(common)).data;
    case "elsewhere":
      return (await closeDeathCertificationElsewhere({ ...common, body: { closed_by: act.by } }))
        .data;
    case "duplicate":
      return (await markDeathCertificationDuplicate({ ...common, body: { of_id: act.of } })).data;
    case "undo_duplicate":
      return (await undoDeathCertificationDuplicate(common)).data;
    case "correct":
      return (await correctDeathCertificationRequest({ ...common, body: act.correction })).data;
  }
}

/** Every act on a request but the link of the family. */
export function useDeathAct(onDone?: () => void) {
  return useWrite(send, { onDone });
}

/** Makes the link of the family, or a new one. */
export function useShareWithFamily() {
  return useWrite(
    async (read: RequestRead, key: string) =>
      (await shareDeathCertificationWithFamily(actCall(read, key))).data,
  );
}

/** The link of the family serves no more. */
export function useStopFamilyLink() {
  return useWrite(
    async (read: RequestRead, key: string) =>
      (await withdrawDeathFamilyLink(actCall(read, key))).data,
  );
}
