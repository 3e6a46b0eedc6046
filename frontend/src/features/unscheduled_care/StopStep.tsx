import { useCallback, useEffect, useRef, useState } from "react";
import type { RedFlag } from "../../api";
import { hour } from "../../time";
import { StopScreen } from "../../ui/StopScreen";
import { recordRedFlag } from "./requests";

const UNLESS_BACK_MS = 8_000;

/**
 * The stop screen, and its record: eight seconds after it shows, or at once when a call is tapped or
 * the page is left; never when it was ticked by mistake and taken back before.
 */
export function StopStep({ sign, onBack }: { sign: RedFlag; onBack: () => void }) {
  const [recordedAt, setRecordedAt] = useState<string | null>(null);
  const key = useRef(crypto.randomUUID());
  const pending = useRef(true);

  const record = useCallback(() => {
    if (!pending.current) return;
    pending.current = false;
    void recordRedFlag(sign, key.current).then(setRecordedAt, () => undefined);
  }, [sign]);

  useEffect(() => {
    const timer = setTimeout(record, UNLESS_BACK_MS);
    const onHidden = () => document.visibilityState === "hidden" && record();
    window.addEventListener("pagehide", record);
    window.addEventListener("popstate", record);
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", record);
      window.removeEventListener("popstate", record);
      document.removeEventListener("visibilitychange", onHidden);
    };
  }, [record]);

  return (
    <StopScreen
      sign={sign}
      onCall={record}
      onBack={() => {
        pending.current = false;
        onBack();
      }}
      outcome={
        recordedAt
          ? `Aucun professionnel n’est sollicité. La demande est close : « orientée vers le 15 » à ${hour(recordedAt)}.`
          : "Aucun professionnel n’est sollicité."
      }
    />
  );
}
