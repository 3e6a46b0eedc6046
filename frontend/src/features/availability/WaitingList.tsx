import { type ReactNode, useState } from "react";
import type { WaitingEntry, WaitingProposal } from "../../api";
import { useServerNow } from "../../clock";
import { appointmentTime } from "../../time";
import { Button } from "../../ui/Button";
import { Deadline } from "../../ui/Deadline";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { undoable } from "../../undo";
import { AGE_BAND, NEED } from "../../words";
import classes from "./FollowUps.module.css";
import { useWaitingAct, useWaitingEntries, type WaitingAct } from "./waiting";
import { gainWord, WAITING_SCOPE, waitingWord } from "./waiting-words";

/** Who waits for an earlier time, what is proposed to them first. */
export function WaitingList({ link }: { link: (entry: WaitingEntry) => ReactNode }) {
  const { data, error } = useWaitingEntries();
  const act = useWaitingAct();
  const [gone, setGone] = useState<string | null>(null);
  const entries = (data?.items ?? [])
    .filter(({ id }) => id !== gone)
    .toSorted((one, other) => Number(isOpen(other)) - Number(isOpen(one)));
  const refused = error ?? act.error;

  /** Leaves the time to others, or stops looking, in eight seconds: the place in the list is lost. */
  function later(entry: WaitingEntry, sentence: string, doing: WaitingAct) {
    setGone(entry.id);
    undoable({
      sentence,
      commit: (leaving) => act.mutate({ ...doing, leaving }, { onSettled: () => setGone(null) }),
      revert: () => setGone(null),
    });
  }

  return (
    <section className={classes.root} aria-labelledby="plus-tot">
      <h2 id="plus-tot">Un créneau plus tôt</h2>
      <Refusal error={refused} />
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data && entries.length === 0 && (
        <p className={classes.quiet}>
          Personne n’attend. Sur une demande qui a son rendez-vous, «&nbsp;Prévenir si plus
          tôt&nbsp;» inscrit la personne ici.
        </p>
      )}
      <ul className={classes.list}>
        {entries.map((entry) => (
          <li key={entry.id} className={classes.card} data-hot={isOpen(entry) || undefined}>
            <Waiting entry={entry} link={link(entry)} />
            {isOpen(entry) && entry.proposal ? (
              <Proposal
                proposal={entry.proposal}
                entry={entry}
                busy={act.isPending}
                onAccept={({ id }) => act.mutate({ kind: "accept", proposalId: id })}
                onDecline={({ id }) =>
                  later(entry, "Créneau laissé à d’autres", { kind: "decline", proposalId: id })
                }
              />
            ) : (
              entry.actions.includes("withdraw") && (
                <Button
                  variant="quiet"
                  size="small"
                  aria-label={`Ne plus chercher, ${about(entry)}`}
                  onClick={() =>
                    later(entry, "On ne cherche plus", { kind: "withdraw", entryId: entry.id })
                  }
                >
                  Ne plus chercher
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function isOpen({ proposal }: WaitingEntry): boolean {
  return proposal?.actions.includes("accept") ?? false;
}

function about(entry: WaitingEntry): string {
  const what = entry.need ? NEED[entry.need] : "Rendez-vous";
  return [what, entry.age_band && AGE_BAND[entry.age_band]].filter(Boolean).join(" · ");
}

function Waiting({ entry, link }: { entry: WaitingEntry; link: ReactNode }) {
  const now = useServerNow();
  const { professional, appointment_at, asked_by_name, scope } = entry;
  return (
    <div className={classes.words}>
      <p className={classes.title}>
        <b>{about(entry)}</b> {link}
      </p>
      <p>
        Rendez-vous {appointmentTime(appointment_at, now)}, {professional.name}
      </p>
      <p className={classes.quiet}>
        {[WAITING_SCOPE[scope], `demandé par ${asked_by_name}`].join(", ")}
      </p>
      {!isOpen(entry) && <p className={classes.quiet}>{waitingWord(entry, now)}</p>}
    </div>
  );
}

type ProposalProps = {
  proposal: WaitingProposal;
  entry: WaitingEntry;
  busy: boolean;
  onAccept: (proposal: WaitingProposal) => void;
  onDecline: (proposal: WaitingProposal) => void;
};

function Proposal({ proposal, entry, busy, onAccept, onDecline }: ProposalProps) {
  const now = useServerNow();
  const at = appointmentTime(proposal.starts_at, now);
  const place = [proposal.professional.name, proposal.practice_name, proposal.address_line];
  return (
    <div className={classes.proposal}>
      <p className={classes.title}>
        <b>{at}</b> <span>{gainWord(proposal.starts_at, entry.appointment_at)}</span>
      </p>
      <p>{place.filter(Boolean).join(", ")}</p>
      <Deadline
        kind="answer"
        dueAt={proposal.answer_before}
        startedAt={proposal.made_at}
        about="Créneau gardé"
      />
      <p className={classes.quiet}>Appelez la personne, puis répondez.</p>
      <div className={classes.pair}>
        <Button onClick={() => onDecline(proposal)}>Laisser</Button>
        <Button variant="filled" busy={busy && "Envoi…"} onClick={() => onAccept(proposal)}>
          Prendre, {at}
        </Button>
      </div>
    </div>
  );
}
