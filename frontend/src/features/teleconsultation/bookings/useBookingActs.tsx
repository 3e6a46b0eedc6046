import { lazy, type ReactNode, Suspense, useState } from "react";
import { actSentence } from "../../../act-refusals";
import type { Teleconsultation, TeleconsultationAction } from "../../../api";
import { undoable } from "../../../undo";
import { type BookingAct, useBookingAct } from "./bookings";

const BookingSheet = lazy(async () => ({
  default: (await import("./BookingSheet")).BookingSheet,
}));

/** Done with one touch, and taken back for eight seconds: somebody is said to be away. */
const TAKEN_BACK = {
  record_no_show: "non venue",
  release: "heure libérée",
} as const;

type Acts = {
  /** Does it with one touch, or opens the sheet that asks what is missing. */
  act: (booking: Teleconsultation, action: TeleconsultationAction) => void;
  sheet: ReactNode;
  /** What the last act was refused for, and of which booking. */
  problem: { id: string; sentence: string } | null;
  busy: boolean;
};

/** Everything that can be done to bookings. */
export function useBookingActs(): Acts {
  const [asking, setAsking] = useState<{
    booking: Teleconsultation;
    action: TeleconsultationAction;
  } | null>(null);
  const write = useBookingAct();

  function send(booking: Teleconsultation, act: BookingAct, leaving = false) {
    write.mutate({ bookingId: booking.id, version: booking.version, act, leaving });
  }
  function later(booking: Teleconsultation, sentence: string, act: BookingAct) {
    undoable({
      sentence: `${booking.number} ${sentence}`,
      commit: (leaving) => send(booking, act, leaving),
    });
  }
  function act(booking: Teleconsultation, action: TeleconsultationAction) {
    write.reset();
    switch (action) {
      case "check_in":
      case "start":
      case "tick_report":
      case "confirm_by_phone":
        return send(booking, { kind: action });
      case "finish":
        // The doctor ticks the report behind it; whoever assists knows nothing of it.
        return send(booking, { kind: "finish", reportSent: false });
      case "record_no_show":
      case "release":
        return later(booking, TAKEN_BACK[action], { kind: action });
      default:
        return setAsking({ booking, action });
    }
  }
  const refused = write.error && write.variables;
  return {
    act,
    sheet: asking && (
      <Suspense fallback={null}>
        <BookingSheet
          {...asking}
          send={(it) => send(asking.booking, it)}
          later={(sentence, it) => later(asking.booking, sentence, it)}
          onClose={() => setAsking(null)}
        />
      </Suspense>
    ),
    problem: refused ? { id: refused.bookingId, sentence: actSentence(write.error) } : null,
    busy: write.isPending,
  };
}
