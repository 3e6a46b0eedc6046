import { useCallback, useEffect, useRef } from "react";
import { drawAttendingDoctorChallenge, type WorkChallenge, type WorkProof } from "../../../api";

/** Has a challenge answered beside the page; rejects when the browser cannot. */
function answered(challenge: WorkChallenge): Promise<number> {
  const worker = new Worker(new URL("./work.worker.ts", import.meta.url), { type: "module" });
  return new Promise<number>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<number | null>) =>
      data === null ? reject(new Error("No number answers the challenge.")) : resolve(data);
    worker.onerror = () => reject(new Error("The browser could not work."));
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}

async function prove(finess: string): Promise<WorkProof> {
  const { data } = await drawAttendingDoctorChallenge({ path: { finess }, throwOnError: true });
  const number = await answered(data);
  const { challenge, salt, signature } = data;
  return { challenge, salt, signature, number };
}

/**
 * The proof for a form, which the browser works for while one types. It is kept until `renew`, so that the
 * same form sent again goes with the same proof, and is filed once.
 */
export function useProof(finess: string): { proof: () => Promise<WorkProof>; renew: () => void } {
  const kept = useRef<Promise<WorkProof> | null>(null);
  const proof = useCallback(() => {
    if (kept.current === null) {
      const asked = prove(finess);
      kept.current = asked;
      // What failed is tried again the next time, when the form is sent.
      asked.catch(() => {
        if (kept.current === asked) kept.current = null;
      });
    }
    return kept.current;
  }, [finess]);
  const renew = useCallback(() => {
    kept.current = null;
  }, []);
  useEffect(() => {
    void proof().catch(() => undefined);
  }, [proof]);
  return { proof, renew };
}
