import type { DeathLinked } from "../../../api";
import { type DeathAct, useDeathRequest } from "../../../features/death_certifications/requests";
import { problemSentence } from "../../../problems";
import { Button } from "../../../ui/Button";
import { ListSheet } from "../../../ui/ListSheet";
import { Note } from "../../../ui/Note";
import { Sheet } from "../../../ui/Sheet";
import { Skeletons } from "../../../ui/Skeletons";
import type { DeathSubject } from "./useDeathActs";

type DuplicateSheetProps = {
  subject: DeathSubject;
  /** What can be taken back for eight seconds. */
  later: (subject: DeathSubject, sentence: string, act: DeathAct) => void;
  onClose: () => void;
};

const TITLE = "Doublon de laquelle\u00a0?";

/** Which request this one is a duplicate of; a row of the board does not know, and reads it first. */
export function DuplicateSheet(props: DuplicateSheetProps) {
  const { duplicates } = props.subject;
  return duplicates === null ? (
    <Unknown {...props} />
  ) : (
    <Candidates {...props} duplicates={duplicates} />
  );
}

function Unknown(props: DuplicateSheetProps) {
  const { data, error, refetch } = useDeathRequest(props.subject.id);
  if (data) return <Candidates {...props} duplicates={data.possible_duplicates} />;
  return (
    <Sheet title={TITLE} onClose={props.onClose}>
      {error ? (
        <>
          <Note tone="crit" alert>
            {problemSentence(error)}
          </Note>
          <Button onClick={() => void refetch()}>Réessayer</Button>
        </>
      ) : (
        <Skeletons shape="result" count={2} />
      )}
    </Sheet>
  );
}

type CandidatesProps = DuplicateSheetProps & { duplicates: readonly DeathLinked[] };

/** Nobody comes for such a request: the server refuses that another be closed as its duplicate. */
const NOBODY_COMES: readonly DeathLinked["state"][] = ["duplicate", "request_cancelled"];

function Candidates({ subject, duplicates, later, onClose }: CandidatesProps) {
  const going = duplicates.filter(({ state }) => !NOBODY_COMES.includes(state));
  if (going.length === 0) {
    return (
      <Sheet title="C’est un doublon" onClose={onClose}>
        <Note>
          {duplicates.length === 0
            ? "Aucune autre demande au même nom et à la même date de naissance n’est connue."
            : "L’autre demande est annulée, ou déjà close comme doublon\u00a0: personne n’y vient."}
        </Note>
      </Sheet>
    );
  }
  return (
    <ListSheet
      title={TITLE}
      promise="Celle-ci se ferme, l’autre continue. Vous pourrez revenir dessus."
      words={Object.fromEntries(going.map(({ id, number }) => [id, number]))}
      onChoose={(of) => later(subject, "marquée doublon", { kind: "duplicate", of })}
      onClose={onClose}
    />
  );
}
