import { IconPhone } from "@tabler/icons-react";
import { useState } from "react";
import type { Candidate, SlotTime } from "../../api";
import { useServerNow } from "../../clock";
import { phoneHref, phoneWords } from "../../figures";
import { isProblem, problemSentence } from "../../problems";
import { appointmentTime, duration } from "../../time";
import { announce } from "../../ui/announce";
import { Button, ButtonAnchor } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import { Skeletons } from "../../ui/Skeletons";
import classes from "./Coordinator.module.css";
import { useAssign, useCandidates, useDispatch } from "./coordinator";
import { candidateLine, weekLine } from "./coordinator-words";

type CoordinatorAssignProps = {
  dispatchId: string;
  /** "SNP-1198 · Urinaire · adulte 30–39 ans". */
  about: string;
  /** A death: when one is there is agreed, not a slot. */
  byArrival?: boolean;
  onClose: () => void;
};

const LATER = "later";
const SHOWN = 8;
const ARRIVALS = [20, 40, 60, 120].map((minutes) => ({
  value: String(minutes),
  label: duration(minutes * 60_000),
}));

/** "Attribuer": call someone, then write down that they said yes, with the hour when it is known. */
export function CoordinatorAssign(props: CoordinatorAssignProps) {
  const { dispatchId, about, byArrival = false, onClose } = props;
  const { data } = useCandidates(dispatchId);
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const wanted = words.trim().toLocaleLowerCase("fr");
  const found = (data?.items ?? []).filter(({ professional }) =>
    professional.name.toLocaleLowerCase("fr").includes(wanted),
  );
  return (
    <Sheet title="Attribuer par téléphone" onClose={onClose}>
      <div className={classes.assign}>
        <p className={classes.about}>{about}</p>
        {chosen ? (
          <Agreement
            dispatchId={dispatchId}
            candidate={chosen}
            byArrival={byArrival}
            onBack={() => setChosen(null)}
            onClose={onClose}
          />
        ) : (
          <>
            <TextField label="Qui appeler" value={words} onChange={setWords} placeholder="Nom" />
            {!data && <Skeletons shape="result" count={4} />}
            {data && found.length === 0 && <p>Personne de ce nom ne peut prendre cette demande.</p>}
            <ul className={classes.candidates}>
              {found.slice(0, SHOWN).map((candidate) => (
                <CandidateRow
                  key={candidate.professional.id}
                  candidate={candidate}
                  byArrival={byArrival}
                  onYes={() => setChosen(candidate)}
                />
              ))}
            </ul>
          </>
        )}
      </div>
    </Sheet>
  );
}

type CandidateRowProps = { candidate: Candidate; byArrival: boolean; onYes: () => void };

function CandidateRow({ candidate, byArrival, onYes }: CandidateRowProps) {
  const now = useServerNow();
  const { professional, phone } = candidate;
  const line = candidateLine(candidate, now, byArrival);
  return (
    <li>
      <div>
        <b>{professional.name}</b>
        {line && <small>{line}</small>}
        <small>{weekLine(candidate)}</small>
      </div>
      {phone && (
        <ButtonAnchor
          href={phoneHref(phone)}
          size="small"
          icon={<IconPhone size={16} stroke={1.75} aria-hidden="true" />}
          aria-label={`Appeler ${professional.name}, ${phoneWords(phone)}`}
        >
          Appeler
        </ButtonAnchor>
      )}
      <Button
        size="small"
        variant="tint"
        onClick={onYes}
        aria-label={`${professional.name} dit oui`}
      >
        Dit oui
      </Button>
    </li>
  );
}

type AgreementProps = {
  dispatchId: string;
  candidate: Candidate;
  byArrival: boolean;
  onBack: () => void;
  onClose: () => void;
};

function refusal(error: unknown): string {
  if (isProblem(error) && error.type === "invalid_input") {
    return "Cette attribution n’est pas possible. Choisissez une autre heure, ou une autre personne.";
  }
  return problemSentence(error, true);
}

/** The hour that was agreed on the phone, the first free slot being chosen. */
function Agreement(props: AgreementProps) {
  const { dispatchId, candidate, byArrival, onBack, onClose } = props;
  const now = useServerNow();
  const { data: dispatch } = useDispatch(dispatchId);
  const { name, id } = candidate.professional;
  const [slot, setSlot] = useState<string>(
    byArrival ? (ARRIVALS[0]?.value ?? LATER) : (candidate.slots[0]?.slot_id ?? LATER),
  );
  const assign = useAssign(dispatchId, () => {
    announce(`Attribuée à ${name}`);
    onClose();
  });
  const picked: SlotTime | undefined = candidate.slots.find(({ slot_id }) => slot_id === slot);
  const options = byArrival
    ? ARRIVALS
    : [
        ...candidate.slots.map(({ slot_id, starts_at }) => ({
          value: slot_id,
          label: appointmentTime(starts_at, now),
        })),
        { value: LATER, label: "Heure à convenir" },
      ];
  const agreed = byArrival
    ? { eta_minutes: Number(slot) }
    : picked
      ? { slot_id: picked.slot_id }
      : {};
  return (
    <>
      {options.length > 1 && (
        <Choice
          legend={byArrival ? `${name} arrive dans` : `À quelle heure, pour ${name} ?`}
          look="chips"
          options={options}
          value={slot}
          onChange={setSlot}
        />
      )}
      {candidate.excluded_because && (
        <Note tone="warn">
          {candidateLine(candidate, now, byArrival)}. Attribuer reste possible, puisque {name} a dit
          oui.
        </Note>
      )}
      {assign.isError && (
        <Note tone="crit" alert>
          {refusal(assign.error)}
        </Note>
      )}
      <div className={classes.decision}>
        <Button onClick={onBack}>Revenir</Button>
        <Button
          variant="filled"
          disabled={!dispatch}
          busy={assign.isPending && "Envoi…"}
          onClick={() =>
            dispatch &&
            assign.mutate({
              version: dispatch.version,
              body: { professional_id: id, ...agreed },
            })
          }
        >
          {picked ? `Attribuer, ${appointmentTime(picked.starts_at, now)}` : `Attribuer à ${name}`}
        </Button>
      </div>
    </>
  );
}
