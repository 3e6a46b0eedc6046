import type { AttendingDoctorRequest, CaseAction } from "../../../api";
import { AppointmentSheet } from "../../../features/attending_doctor/AppointmentSheet";
import { endsFor, personWords } from "../../../features/attending_doctor/attending-words";
import { CompleteSheet } from "../../../features/attending_doctor/CompleteSheet";
import { QualifySheet } from "../../../features/attending_doctor/QualifySheet";
import type { AttendingAct } from "../../../features/attending_doctor/requests";
import { CoordinatorAssign } from "../../../features/dispatch/CoordinatorAssign";
import { useMe } from "../../../session";
import { AskSheet } from "../../../ui/AskSheet";
import { ListSheet } from "../../../ui/ListSheet";
import type { Send } from "./useAttendingActs";

type AttendingSheetProps = {
  request: AttendingDoctorRequest;
  action: CaseAction;
  send: Send;
  /** The same, which can be taken back for eight seconds. */
  later: (sentence: string, act: AttendingAct) => void;
  onClose: () => void;
};

const CALLED = { yes: "Jointe", no: "Pas de réponse" };

/** What an act must know first, or must be sure of. */
export function AttendingSheet({ request, action, send, later, onClose }: AttendingSheetProps) {
  const me = useMe();
  const { number, possible_duplicates: duplicates, missing, missed_on: missed } = request;
  switch (action) {
    case "assign":
      return request.dispatch_id ? (
        <CoordinatorAssign
          dispatchId={request.dispatch_id}
          about={`${number} · ${personWords(request)}`}
          onClose={onClose}
        />
      ) : null;
    case "qualify":
      return (
        <QualifySheet
          number={number}
          duplicates={duplicates}
          onSay={(found) => send({ kind: "qualify", found })}
          onClose={onClose}
        />
      );
    case "complete":
      return (
        <CompleteSheet
          number={number}
          missing={missing}
          onSay={(given) => send({ kind: "complete", given })}
          onClose={onClose}
        />
      );
    case "record_contact":
      return (
        <ListSheet
          title={`Appel, ${number}`}
          promise={
            missed.length > 0
              ? `${missed.length} jour${missed.length > 1 ? "s" : ""} sans réponse jusqu’ici.`
              : "Plusieurs jours sans réponse ferment la demande."
          }
          words={CALLED}
          onChoose={(said) => send({ kind: "contact", reached: said === "yes" })}
          onClose={onClose}
        />
      );
    case "set_first_appointment":
      return (
        <AppointmentSheet
          number={number}
          onSay={(day) => send({ kind: "appointment", day })}
          onClose={onClose}
        />
      );
    case "withdraw":
      return (
        <AskSheet
          title="Vous ne pouvez plus&nbsp;?"
          promise={<p>Un autre médecin est cherché aussitôt. La coordination est prévenue.</p>}
          keep="Garder"
          act="Me désister"
          onYes={() => send({ kind: "withdraw" })}
          onClose={onClose}
        />
      );
    case "close":
      return (
        <ListSheet
          title={`Fermer ${number}, pourquoi\u00a0?`}
          promise="Une opposition efface aussitôt le nom et le téléphone."
          words={endsFor(request, me)}
          onChoose={(end) => later("fermée", { kind: "close", end })}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
}
