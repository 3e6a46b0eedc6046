import { useQuery } from "@tanstack/react-query";
import type { TeleconsultationKiosk } from "../../../api";
import { listTeleconsultationKiosksOptions } from "../../../api/@tanstack/react-query.gen";

const MINUTE = 60_000;
const NONE: TeleconsultationKiosk[] = [];

/** Kiosks that said nothing for too long, for a row of the board. */
export function useSilentKiosks(): readonly TeleconsultationKiosk[] {
  const { data } = useQuery({ ...listTeleconsultationKiosksOptions(), refetchInterval: MINUTE });
  const silent = data?.kiosks.filter(({ is_silent }) => is_silent) ?? NONE;
  return silent.length > 0 ? silent : NONE;
}
