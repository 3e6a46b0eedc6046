import { lazy, Suspense, useRef } from "react";
import { useMembership } from "./membership";

const ConfirmCard = lazy(() => import("./ConfirmCard"));

/** The question whether one's page is still right, when it is due; the thanks stay until one leaves. */
export function PageToConfirm({ elsewhere = false }: { elsewhere?: boolean }) {
  const { data } = useMembership();
  const asked = useRef(false);
  if (data && data.confirmation.state !== "confirmed") asked.current = true;
  if (!data || !asked.current) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmCard known={data} elsewhere={elsewhere} />
    </Suspense>
  );
}
