import { IconArrowUpRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Case, Teleconsultation } from "../../../api";
import { useServerNow } from "../../../clock";
import { deadlineOf } from "../../../features/cases/board-words";
import { CaseThread } from "../../../features/cases/CaseThread";
import { TELECONSULTATION_SAID } from "../../../features/cases/teleconsultation-timeline";
import { BookingFacts } from "../../../features/teleconsultation/bookings/BookingFacts";
import { useTeleconsultation } from "../../../features/teleconsultation/bookings/booking-reads";
import { lateWord } from "../../../features/teleconsultation/bookings/booking-words";
import { useMe } from "../../../session";
import { atHour } from "../../../time";
import { teleconsultationTitle } from "../../../titles";
import { ButtonLink } from "../../../ui/Button";
import { Deadline } from "../../../ui/Deadline";
import { Note } from "../../../ui/Note";
import { SidePanel } from "../../../ui/SidePanel";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import { UnreadPanel } from "../-request/RequestPanel";
import classes from "../-request/RequestPanel.module.css";

type PanelProps = { requestId: string; row: Case | undefined; onClose: () => void };

/** One teleconsultation beside the board: where it stands, its thread; its page says what can be done. */
export function TeleconsultationPanel({ requestId, row, onClose }: PanelProps) {
  const { data, error } = useTeleconsultation(requestId);
  if (!data) {
    const title = teleconsultationTitle(row?.age_band ?? null);
    return <UnreadPanel number={row?.number} title={title} error={error} onClose={onClose} />;
  }
  return <Read booking={data} onClose={onClose} />;
}

function Read({ booking, onClose }: { booking: Teleconsultation; onClose: () => void }) {
  const me = useMe();
  const now = useServerNow();
  const closed = booking.closed_at !== null;
  const deadline = closed ? null : deadlineOf(booking.clock);
  const late = lateWord(booking, now);
  const at = booking.starts_at;
  return (
    <SidePanel
      number={booking.number}
      title={teleconsultationTitle(booking.age_band)}
      onClose={onClose}
      link={
        <Link to="/teleconsultations/$id" params={{ id: booking.id }} className={classes.link}>
          Ouvrir la page
          <IconArrowUpRight size={16} stroke={1.75} aria-hidden="true" />
        </Link>
      }
      head={
        <>
          <div className={classes.status}>
            <StatusBadge
              fill
              lifecycle="teleconsultation"
              state={booking.state}
              values={{ hour: at ? atHour(at, now) : undefined }}
            />
            {deadline && <Deadline {...deadline} look="text" about={booking.number} />}
          </div>
          {late && <Note tone="warn">{late}</Note>}
        </>
      }
      actions={
        booking.actions.length > 0 && (
          <ButtonLink to="/teleconsultations/$id" params={{ id: booking.id }} variant="filled">
            Agir sur la page
          </ButtonLink>
        )
      }
    >
      <BookingFacts booking={booking} now={now} />
      <CaseThread
        caseId={booking.id}
        reader={{
          name: me.name,
          coordinates: true,
          asked: booking.is_mine,
          wishedBefore: null,
          ofTeleconsultation: TELECONSULTATION_SAID,
        }}
        closed={closed}
        counters={booking.counters}
        deadline={deadline}
        situation={statusWord("teleconsultation", booking.state).word}
      />
    </SidePanel>
  );
}
