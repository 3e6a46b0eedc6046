import type { CaseAction } from "../../../api";
import { CoordinatorAssign } from "../../../features/dispatch/CoordinatorAssign";
import type { OpinionAct } from "../../../features/second_opinion/opinions";
import { TimeSheet } from "../../../features/second_opinion/TimeSheet";
import { CANCELLATION, OPINION_SOLUTION } from "../../../features/second_opinion/words";
import { useMe } from "../../../session";
import { ListSheet } from "../../../ui/ListSheet";
import type { OpinionSubject } from "./useOpinionActs";

type OpinionSheetProps = {
  subject: OpinionSubject;
  action: CaseAction;
  send: (subject: OpinionSubject, act: OpinionAct) => void;
  /** The same, which can be taken back for eight seconds. */
  later: (subject: OpinionSubject, sentence: string, act: OpinionAct) => void;
  onClose: () => void;
};

/** What an act must know first, or must be sure of. */
export function OpinionSheet({ subject, action, send, later, onClose }: OpinionSheetProps) {
  const me = useMe();
  switch (action) {
    case "assign":
      return subject.dispatch_id ? (
        <CoordinatorAssign
          dispatchId={subject.dispatch_id}
          about={`${subject.number} · ${subject.title}`}
          onClose={onClose}
        />
      ) : null;
    case "offer_time":
      return me.professional_id ? (
        <TimeSheet
          professionalId={me.professional_id}
          wishedBefore={subject.wished_before}
          onGive={(time) => send(subject, { kind: "time", time })}
          onClose={onClose}
        />
      ) : null;
    case "withdraw":
      return (
        <ListSheet
          title="Vous ne pouvez plus répondre&nbsp;?"
          promise="Le confrère est prévenu, et toute la spécialité est sollicitée sans vous."
          words={{ withdraw: "Je rends la demande" }}
          onChoose={() => later(subject, "rendue", { kind: "withdraw" })}
          onClose={onClose}
        />
      );
    case "cancel":
      return (
        <ListSheet
          title="Annuler la demande, pour quelle raison&nbsp;?"
          promise="Un appui suffit. Les confrères sollicités sont prévenus."
          words={CANCELLATION}
          onChoose={(reason) => later(subject, "annulée", { kind: "cancel", reason })}
          onClose={onClose}
        />
      );
    case "close":
      return (
        <ListSheet
          title="Clore, avec quelle solution&nbsp;?"
          promise="Un appui suffit. Le fil se ferme."
          words={OPINION_SOLUTION}
          onChoose={(solution) => later(subject, "close", { kind: "close", solution })}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
}
