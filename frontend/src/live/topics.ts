import type { Query } from "@tanstack/react-query";
import type { LiveTopic } from "../api";
import type { Event } from "./share";

type Change = Extract<Event, { kind: "change" }>;

/** The reads (by operationId) whose answers a change of each topic may alter. */
export const READS: Record<LiveTopic, readonly string[]> = {
  offers: ["listOffers", "getOffer", "getMyShare", "getMyBalance"],
  cases: [
    "listCases",
    "countCases",
    "listTimeline",
    "listUnreadThreads",
    "listUnscheduledCareRequests",
    "getUnscheduledCareRequest",
    "listDeathCertificationRequests",
    "getDeathCertificationRequest",
    "listSecondOpinionRequests",
    "getSecondOpinionRequest",
    "listHospitalDischargeRequests",
    "getHospitalDischargeRequest",
    "listTeleconsultations",
    "getTeleconsultation",
    "listAttendingDoctorRequests",
    "getAttendingDoctorRequest",
    "listAttendingDoctorWaitingList",
    "getAttendingDoctorFigures",
    "getDispatch",
    "listDispatchOffers",
    "listWaitingEntries",
  ],
  // Who is proposed an earlier time, or has somebody to call, is told.
  notifications: ["listNotifications", "listWaitingEntries", "listNoShowFollowUps"],
  // `me` is no operation's own read: see `concerned`.
  me: [],
  deliveries: [
    "listDeliveries",
    "getDelivery",
    "listSasTransmissions",
    "listWebhookEndpoints",
    "listWebhookDeliveries",
  ],
  // The cards of offers show one's own free slots.
  agenda: [
    "getAgenda",
    "listAppointments",
    "getAppointment",
    "listAbsences",
    "listDisplacedAppointments",
    "listOffers",
    "getOffer",
  ],
};

const ALL = new Set(Object.values(READS).flat());
/** Parameters that name the thing itself: another one's page is not concerned. */
const OWN_IDS = ["case_id", "request_id", "booking_id"];

type Key = { _id?: string; path?: Record<string, string> };

/**
 * Which of the reads on the page these changes concern.
 *
 * @param changes null: anything may have changed
 */
export function concerned(changes: readonly Change[] | null): (query: Query) => boolean {
  return ({ queryKey }) => {
    if (queryKey[0] === "me") return changes?.some(({ topic }) => topic === "me") ?? false;
    const { _id, path } = (queryKey[0] ?? {}) as Key;
    if (_id === undefined) return false;
    if (changes === null) return ALL.has(_id);
    return changes.some(({ topic, subject_id }) => {
      if (!READS[topic].includes(_id)) return false;
      const own = OWN_IDS.map((name) => path?.[name]).find((id) => id !== undefined);
      return subject_id === null || own === undefined || own === subject_id;
    });
  };
}
