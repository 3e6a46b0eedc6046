import { lazy, Suspense } from "react";
import { useRequest } from "../../../features/unscheduled_care/requests";

const EarlierSheet = lazy(() => import("../../../features/availability/EarlierSheet"));

/** Waiting for an earlier time than the appointment of a request, from its page or from the board. */
export function EarlierOf({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const { data: request } = useRequest(requestId);
  return (
    <Suspense fallback={null}>
      {request?.appointment && <EarlierSheet appointment={request.appointment} onClose={onClose} />}
    </Suspense>
  );
}
