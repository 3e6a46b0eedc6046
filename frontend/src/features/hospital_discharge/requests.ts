import { useQuery } from "@tanstack/react-query";
import {
  addDischargeLine,
  cancelHospitalDischarge,
  checkHospitalDischargeReadiness,
  confirmHospitalDischarge,
  createHospitalDischargeRequest,
  type DischargeCancellationReason,
  type DischargeHandover,
  type DischargeLineInput,
  type DischargeReadiness,
  type DischargeVisitTime,
  dropDischargeLine,
  giveDischargeVisitTime,
  type HospitalDischargeRequest,
  type HospitalDischargeRequestInput,
  handDischargeOver,
  keepDischargeLine,
  noteHospitalCall,
  postponeHospitalDischarge,
  type RequestView,
  recordDischargeCheck,
  recordHospitalDeparture,
  settleDischargeLine,
  withdrawFromDischargeLine,
} from "../../api";
import {
  getHospitalDischargeRequestOptions,
  listHospitalDischargeRequestsOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { actCall, type RequestRead, useWrite } from "../../writes";

const ROWS = 100;

/** Discharges that one may see, the soonest return home first. */
export function useDischarges(view: RequestView) {
  return useQuery({
    ...listHospitalDischargeRequestsOptions({ query: { view, limit: ROWS } }),
    ...live,
  });
}

/** One discharge, read again while it is looked at. */
export function useDischarge(requestId: string) {
  const options = getHospitalDischargeRequestOptions({ path: { request_id: requestId } });
  return useQuery({ ...options, ...live });
}

/** Prepares a discharge. */
export function useCreate(onDone: (request: HospitalDischargeRequest) => void) {
  return useWrite(
    async (body: HospitalDischargeRequestInput, key: string) => {
      const { data } = await createHospitalDischargeRequest({
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** What may be done to a discharge, or to one of its lines, each with what it needs. */
export type DischargeAct =
  | { kind: "readiness"; ready: DischargeReadiness }
  | { kind: "postpone"; on: string }
  | { kind: "cancel"; reason: DischargeCancellationReason }
  | { kind: "called" }
  | { kind: "confirm" }
  | { kind: "home" }
  | { kind: "check"; ok: boolean }
  | { kind: "hand_over"; to: DischargeHandover }
  | { kind: "add"; need: DischargeLineInput }
  | { kind: "visit"; line: string; time: DischargeVisitTime }
  | { kind: "settle"; line: string; by: string }
  | { kind: "drop"; line: string }
  | { kind: "withdraw"; line: string }
  | { kind: "keep"; line: string };

async function send({ act, ...read }: RequestRead & { act: DischargeAct }, key: string) {
  const common = actCall(read, key);
  const ofLine = (line: string) => ({ ...common, path: { ...common.path, line_id: line } });
  switch (act.kind) {
    case "readiness":
      return (await checkHospitalDischargeReadiness({ ...common, body: act.ready })).data;
    case "postpone":
      return (await postponeHospitalDischarge({ ...common, body: { planned_on: act.on } })).data;
    case "cancel":
      return (await cancelHospitalDischarge({ ...common, body: { reason: act.reason } })).data;
    case "called":
      return (await noteHospitalCall(common)).data;
    case "confirm":
      return (await confirmHospitalDischarge({ ...common, body: { liaison_letter_sent: true } }))
        .data;
    case "home":
      return (await recordHospitalDeparture(common)).data;
    case "check":
      return (await recordDischargeCheck({ ...common, body: { all_in_place: act.ok } })).data;
    case "hand_over":
      return (await handDischargeOver({ ...common, body: act.to })).data;
    case "add":
      return (await addDischargeLine({ ...common, body: act.need })).data;
    case "visit":
      return (await giveDischargeVisitTime({ ...ofLine(act.line), body: act.time })).data;
    case "settle":
      return (await settleDischargeLine({ ...ofLine(act.line), body: { settled_with: act.by } }))
        .data;
    case "drop":
      return (await dropDischargeLine(ofLine(act.line))).data;
    case "withdraw":
      return (await withdrawFromDischargeLine(ofLine(act.line))).data;
    case "keep":
      return (await keepDischargeLine(ofLine(act.line))).data;
  }
}

/** Every act on a discharge. */
export function useDischargeAct(onDone?: () => void) {
  return useWrite(send, { onDone });
}
