import { useState } from "react";
import type {
  Teleconsultation,
  TeleconsultationAction,
  TeleconsultationCancellationReason,
  TeleconsultationConsentBy,
  TeleconsultationFollowUp,
  TeleconsultationHold,
  TeleconsultationSolution,
} from "../../../api";
import { serverNow } from "../../../clock";
import { appointmentTime } from "../../../time";
import { Button } from "../../../ui/Button";
import { Check, Choice } from "../../../ui/Choice";
import { ListSheet } from "../../../ui/ListSheet";
import page from "../../../ui/request-page.module.css";
import { Sheet } from "../../../ui/Sheet";
import classes from "./Bookings.module.css";
import { CANCELLATION, FOLLOW_UP, SOLUTION } from "./booking-words";
import { type BookingAct, letGo } from "./bookings";
import { TimesField } from "./TimesField";

type BookingSheetProps = {
  booking: Teleconsultation;
  action: TeleconsultationAction;
  send: (act: BookingAct) => void;
  /** The same, which can be taken back for eight seconds. */
  later: (sentence: string, act: BookingAct) => void;
  onClose: () => void;
};

/** What an act must know first. */
export function BookingSheet({ booking, action, send, later, onClose }: BookingSheetProps) {
  switch (action) {
    case "cancel":
      return (
        <ListSheet<TeleconsultationCancellationReason>
          title="Annuler, pour quelle raison&nbsp;?"
          promise="Un appui suffit. La pièce, l’aide et le médecin sont libres aussitôt."
          words={CANCELLATION}
          onChoose={(reason) => later("annulée", { kind: "cancel", reason })}
          onClose={onClose}
        />
      );
    case "close":
      return (
        <ListSheet<TeleconsultationSolution>
          title="Où la personne va-t-elle&nbsp;?"
          promise="Un appui suffit, la demande se ferme."
          words={SOLUTION}
          onChoose={(solution) => later("orientée", { kind: "close", solution })}
          onClose={onClose}
        />
      );
    case "record_consent":
      return <ConsentSheet booking={booking} send={send} onClose={onClose} />;
    case "move":
      return (
        <TimeSheet
          booking={booking}
          title="Changer l’heure"
          onHeld={({ token }) => send({ kind: "move", token })}
          onClose={onClose}
        />
      );
    case "interrupt":
      return <InterruptSheet booking={booking} send={send} onClose={onClose} />;
    default:
      return null;
  }
}

const BY: { value: TeleconsultationConsentBy; label: string }[] = [
  { value: "person", label: "La personne" },
  { value: "guardian", label: "L’autorité parentale" },
];

type OwnSheetProps = Pick<BookingSheetProps, "booking" | "send" | "onClose">;

function ConsentSheet({ booking, send, onClose }: OwnSheetProps) {
  const known = booking.consent;
  const [by, setBy] = useState<TeleconsultationConsentBy>(
    known?.by ?? (booking.is_minor ? "guardian" : "person"),
  );
  const [video, setVideo] = useState(known?.video ?? true);
  const [data, setData] = useState(known?.data ?? true);
  return (
    <Sheet title="Accord de la personne" onClose={onClose}>
      <div className={classes.sheet}>
        {booking.is_minor && <Choice legend="Donné par" options={BY} value={by} onChange={setBy} />}
        <Check checked={video} onChange={setVideo}>
          Être vue par vidéo
        </Check>
        <Check checked={data} onChange={setData}>
          Ce qui est gardé ici de la réservation
        </Check>
        <p className={page.quiet}>Votre nom et l’heure sont notés.</p>
        <Button
          variant="filled"
          size="decision"
          wide
          onClick={() => {
            send({ kind: "record_consent", consent: { by, video, data } });
            onClose();
          }}
        >
          Noter
        </Button>
      </div>
    </Sheet>
  );
}

type TimeSheetProps = {
  booking: Teleconsultation;
  title: string;
  onHeld: (hold: TeleconsultationHold) => void;
  onClose: () => void;
};

/** Another time at the same site, kept while one reads it once more. */
function TimeSheet({ booking, title, onHeld, onClose }: TimeSheetProps) {
  const [hold, setHold] = useState<TeleconsultationHold | null>(null);
  return (
    <Sheet
      title={title}
      onClose={() => {
        letGo(hold);
        onClose();
      }}
    >
      <div className={classes.sheet}>
        <TimesField
          siteId={booking.site_id}
          professionalId={null}
          reason={booking.reason}
          hold={hold}
          onHold={setHold}
        />
        <Button
          variant="filled"
          size="decision"
          wide
          disabled={hold === null}
          onClick={() => {
            if (hold) onHeld(hold);
            onClose();
          }}
        >
          {hold ? `Prendre ${appointmentTime(hold.starts_at, serverNow())}` : "Choisir une heure"}
        </Button>
      </div>
    </Sheet>
  );
}

function InterruptSheet({ booking, send, onClose }: OwnSheetProps) {
  const [again, setAgain] = useState(false);
  if (again) {
    return (
      <TimeSheet
        booking={booking}
        title="Reprendre à une autre heure"
        onHeld={({ token }) => send({ kind: "interrupt", followUp: "rescheduled", token })}
        onClose={onClose}
      />
    );
  }
  return (
    <Sheet title="La vidéo s’est coupée" onClose={onClose}>
      <div className={classes.sheet}>
        {(Object.keys(FOLLOW_UP) as TeleconsultationFollowUp[]).map((followUp) => (
          <Button
            key={followUp}
            wide
            onClick={() => {
              if (followUp === "rescheduled") return setAgain(true);
              send({ kind: "interrupt", followUp });
              onClose();
            }}
          >
            {FOLLOW_UP[followUp]}
          </Button>
        ))}
        <p className={page.quiet}>
          Si la vidéo repart, touchez «&nbsp;Commencer&nbsp;» de nouveau.
        </p>
      </div>
    </Sheet>
  );
}
