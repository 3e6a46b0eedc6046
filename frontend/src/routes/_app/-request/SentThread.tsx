import type { UnscheduledCareRequest } from "../../../api";
import { serverNow } from "../../../clock";
import { situationWord } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { useMe } from "../../../session";
import { readerOf } from "./subject";

/** The thread of a request just sent, for who asked; its code comes only then. */
export function SentThread({ request }: { request: UnscheduledCareRequest }) {
  const me = useMe();
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
