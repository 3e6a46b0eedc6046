import type { Case, Me, UnscheduledCareRequest } from "../../../api";
import type { Reader } from "../../../features/cases/timeline-words";
import { caseTitle, requestTitle } from "../../../titles";
import type { Subject } from "./useActs";

/** Who reads, for the words of the thread. */
export function readerOf(
  me: Me,
  request: Pick<UnscheduledCareRequest, "is_mine" | "wished_before">,
): Reader {
  return {
    name: me.name,
    coordinates: me.scopes.includes("dispatch:manage"),
    asked: request.is_mine,
    wishedBefore: request.wished_before,
  };
}

/** What the acts need to know of the page of a request. */
export function subjectOf(request: UnscheduledCareRequest): Subject {
  return {
    id: request.id,
    kind: "unscheduled_care",
    version: request.version,
    number: request.number,
    title: requestTitle(request.need, request.age_band),
    wave: request.wave,
    dispatch_id: request.dispatch_id,
    appointment_at: request.appointment?.starts_at ?? null,
    practice_id: request.appointment?.practice_id ?? null,
    wished_before: request.wished_before,
    mobility: request.mobility,
  };
}

/** The same of a row of the board. */
export function subjectOfRow(row: Case): Subject {
  return {
    id: row.id,
    kind: row.kind,
    version: row.version,
    number: row.number,
    title: caseTitle(row),
    wave: row.wave,
    dispatch_id: row.dispatch_id,
    appointment_at: row.appointment_at,
    practice_id: null,
    wished_before: row.wished_before,
    mobility: row.mobility,
  };
}
