import type { Me, UnscheduledCareRequest } from "../../../api";
import { serverNow } from "../../../clock";
import { situationWord } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { readerOf } from "./subject";

/** The thread of a request just sent, as who asked reads it. */
export function SentThread({ me, request }: { me: Me; request: UnscheduledCareRequest }) {
  return (
    <CaseThread
      caseId={request.id}
      reader={{ ...readerOf(me, request), coordinates: false }}
      closed={false}
      counters={request.counters}
      deadline={null}
      situation={situationWord(request, serverNow())}
      size="normal"
    />
  );
}
