import type { DischargeCancellationReason, HospitalDischargeRequest } from "../../../api";
import { CoordinatorAssign } from "../../../features/dispatch/CoordinatorAssign";
import { AddNeedSheet } from "../../../features/hospital_discharge/AddNeedSheet";
import { needWord } from "../../../features/hospital_discharge/Lines";
import type { DischargeAct } from "../../../features/hospital_discharge/requests";
import {
  CheckSheet,
  HandOverSheet,
  PostponeSheet,
  ReadinessSheet,
  SettleSheet,
} from "../../../features/hospital_discharge/Sheets";
import { VisitSheet } from "../../../features/hospital_discharge/VisitSheet";
import { CANCELLATION, checksWord } from "../../../features/hospital_discharge/words";
import { AskSheet } from "../../../ui/AskSheet";
import { ListSheet } from "../../../ui/ListSheet";
import type { Asking } from "./useDischargeActs";

type DischargeSheetProps = Asking & {
  request: HospitalDischargeRequest;
  send: (act: DischargeAct) => void;
  /** The same, which can be taken back for eight seconds. */
  later: (sentence: string, act: DischargeAct) => void;
  onClose: () => void;
};

/** What an act must know first, or must be sure of. */
export function DischargeSheet(props: DischargeSheetProps) {
  const { action, line, request, send, later, onClose } = props;
  const asks = { request, onSay: send, onClose };
  if (line) return <LineSheet {...props} line={line} />;
  switch (action) {
    case "complete":
      return <ReadinessSheet {...asks} />;
    case "add_need":
      return <AddNeedSheet {...asks} />;
    case "postpone":
      return <PostponeSheet {...asks} />;
    case "hand_over":
      return <HandOverSheet {...asks} />;
    case "check_home":
      return <CheckSheet onSay={send} onClose={onClose} />;
    case "confirm_discharge":
      return (
        <AskSheet
          keep="Revenir"
          title="Confirmer la sortie&nbsp;?"
          promise="Vous avez lu qui vient, la date tient et la lettre de liaison est envoyée par MSSanté. Ceux qui viennent sont prévenus."
          act="Confirmer"
          onYes={() => send({ kind: "confirm" })}
          onClose={onClose}
        />
      );
    case "record_departure":
      return (
        <AskSheet
          keep="Revenir"
          title="La personne est rentrée&nbsp;?"
          promise={`On vérifiera ${checksWord(request.check_days)}, que tout est en place. Ce qui reste à trouver continue.`}
          act="Elle est rentrée"
          onYes={() => send({ kind: "home" })}
          onClose={onClose}
        />
      );
    case "cancel":
      return (
        <ListSheet<DischargeCancellationReason>
          title="Annuler, pour quelle raison&nbsp;?"
          promise="Un appui suffit. Les personnes sollicitées sont prévenues."
          words={CANCELLATION}
          onChoose={(reason) => later("annulée", { kind: "cancel", reason })}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
}

type LineSheetProps = DischargeSheetProps & { line: NonNullable<Asking["line"]> };

function LineSheet({ action, line, request, send, later, onClose }: LineSheetProps) {
  const about = `${request.number} · ${needWord(line)}`;
  switch (action) {
    case "assign":
      return line.dispatch_id ? (
        <CoordinatorAssign dispatchId={line.dispatch_id} about={about} onClose={onClose} />
      ) : null;
    case "give_visit_time":
      return line.professional ? (
        <VisitSheet
          line={line}
          professionalId={line.professional.id}
          onSay={(time) => send({ kind: "visit", line: line.id, time })}
          onClose={onClose}
        />
      ) : null;
    case "settle":
      return (
        <SettleSheet
          title={needWord(line)}
          onSay={(by) => send({ kind: "settle", line: line.id, by })}
          onClose={onClose}
        />
      );
    case "withdraw":
      return (
        <AskSheet
          keep="Revenir"
          title="Vous ne pouvez plus&nbsp;?"
          promise="La recherche reprend aussitôt, sans vous. Le service est prévenu."
          act="Me désister"
          onYes={() => send({ kind: "withdraw", line: line.id })}
          onClose={onClose}
        />
      );
    case "drop":
      return (
        <AskSheet
          keep="Revenir"
          title="Retirer ce besoin&nbsp;?"
          promise={`${needWord(line)} : plus personne n’est sollicité, et qui avait accepté est prévenu.`}
          act="Retirer"
          onYes={() => later("modifiée", { kind: "drop", line: line.id })}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
}
