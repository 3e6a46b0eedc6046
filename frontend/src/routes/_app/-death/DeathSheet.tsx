import type { CaseAction } from "../../../api";
import { CLOSED_BY } from "../../../death-words";
import { AskSheet } from "../../../features/death_certifications/AskSheet";
import { CertificateSheet } from "../../../features/death_certifications/CertificateSheet";
import { CorrectionSheet } from "../../../features/death_certifications/CorrectionSheet";
import type { DeathAct } from "../../../features/death_certifications/requests";
import { CANCELLATION } from "../../../features/death_certifications/words";
import { ArrivalSheet } from "../../../features/dispatch/ArrivalSheet";
import { CoordinatorAssign } from "../../../features/dispatch/CoordinatorAssign";
import { ListSheet } from "../../../ui/ListSheet";
import { DuplicateSheet } from "./DuplicateSheet";
import type { DeathSubject } from "./useDeathActs";

type DeathSheetProps = {
  subject: DeathSubject;
  action: CaseAction;
  send: (subject: DeathSubject, act: DeathAct) => void;
  /** The same, which can be taken back for eight seconds. */
  later: (subject: DeathSubject, sentence: string, act: DeathAct) => void;
  onClose: () => void;
};

/** What an act must know first, or must be sure of. */
export function DeathSheet({ subject, action, send, later, onClose }: DeathSheetProps) {
  const about = `${subject.number} · Décès à constater`;
  switch (action) {
    case "assign":
      return subject.dispatch_id ? (
        <CoordinatorAssign
          dispatchId={subject.dispatch_id}
          about={about}
          byArrival
          onClose={onClose}
        />
      ) : null;
    case "depart":
      return (
        <ArrivalSheet
          title="En route"
          verb="En route"
          onChoose={(minutes) => send(subject, { kind: "depart", minutes })}
          onClose={onClose}
        />
      );
    case "certify":
      return (
        <CertificateSheet
          onSay={(certificate) => send(subject, { kind: "certify", certificate })}
          onClose={onClose}
        />
      );
    case "report_obstacle":
      return (
        <AskSheet
          title="Obstacle médico-légal&nbsp;?"
          promise={
            <p>
              Prévenez d’abord la police ou la gendarmerie, au <a href="tel:17">17</a>. Ne déplacez
              rien. La demande se ferme, sans que la raison soit gardée.
            </p>
          }
          keep="Revenir"
          act="Police prévenue, fermer"
          onYes={() => send(subject, { kind: "obstacle", told: true })}
          onClose={onClose}
        />
      );
    case "hand_to_doctor":
      return (
        <AskSheet
          title="Passer à un médecin&nbsp;?"
          promise={<p>La recherche reprend aussitôt, auprès des seuls médecins.</p>}
          keep="Garder"
          act="Passer à un médecin"
          onYes={() => send(subject, { kind: "doctor" })}
          onClose={onClose}
        />
      );
    case "withdraw":
      return (
        <AskSheet
          title="Vous ne pouvez plus&nbsp;?"
          promise={
            <p>
              La recherche reprend aussitôt, sans vous. La structure qui a demandé est prévenue.
            </p>
          }
          keep="Garder"
          act="Me désister"
          onYes={() => send(subject, { kind: "withdraw" })}
          onClose={onClose}
        />
      );
    case "hand_to_samu":
      return (
        <AskSheet
          title="Passer au SAMU&nbsp;?"
          promise={
            <p>
              Appelez d’abord le <a href="tel:15">15</a>. Plus personne n’est sollicité ensuite, et
              la demande reste ouverte jusqu’à sa fin.
            </p>
          }
          keep="Revenir"
          act="Le 15 prend la suite"
          onYes={() => send(subject, { kind: "samu" })}
          onClose={onClose}
        />
      );
    case "cancel":
      return (
        <ListSheet
          title="Annuler la demande, pour quelle raison&nbsp;?"
          promise="Un appui suffit. Les personnes sollicitées sont prévenues."
          words={CANCELLATION}
          onChoose={(reason) => later(subject, "annulée", { kind: "cancel", reason })}
          onClose={onClose}
        />
      );
    case "close_elsewhere":
      return (
        <ListSheet
          title="Clore, qui s’en est chargé&nbsp;?"
          promise="Un appui suffit. Le fil se ferme."
          words={CLOSED_BY}
          onChoose={(by) => later(subject, "close", { kind: "elsewhere", by })}
          onClose={onClose}
        />
      );
    case "mark_duplicate":
      return <DuplicateSheet subject={subject} later={later} onClose={onClose} />;
    case "correct":
      return <CorrectionSheet requestId={subject.id} onClose={onClose} />;
    default:
      return null;
  }
}
