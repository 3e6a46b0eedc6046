import { createFileRoute, useLocation } from "@tanstack/react-router";
import { WithdrawScreen } from "../features/attending_doctor/public/WithdrawScreen";

/** Where the link of a receipt leads. What follows the # never leaves the browser but in the call itself. */
export const Route = createFileRoute("/sans-medecin/retrait")({
  component: WithdrawPage,
});

function WithdrawPage() {
  const { hash } = useLocation();
  return <WithdrawScreen token={hash} />;
}
