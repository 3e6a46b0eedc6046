import { CASE_ACTION } from "../../acts";
import type { CaseAction, DischargeLine } from "../../api";
import { useServerNow } from "../../clock";
import { DISCHARGE_FREQUENCY, DISCHARGE_NEED } from "../../discharge-words";
import { appointmentTime, relativeHour } from "../../time";
import { Button } from "../../ui/Button";
import { PhoneLink } from "../../ui/PhoneLink";
import { StatusBadge } from "../../ui/StatusBadge";
import classes from "./Discharge.module.css";
import { VISIT_MODE } from "./words";

type LinesProps = {
  lines: readonly DischargeLine[];
  /** The return home is near and nobody comes as a nurse. */
  late: boolean;
  /** Whoever prepares it follows the searches; whoever comes is told who else does, and nothing of the rest. */
  follows: boolean;
  onAct: (line: DischargeLine, action: CaseAction) => void;
};

/** Somebody comes. */
export const MET = new Set<DischargeLine["state"]>(["line_found", "line_settled"]);

/** Who is called stands with a phone; the search of a line is paused from nowhere but its own page. */
const NO_BUTTON = new Set<CaseAction>(["call", "pause", "resume"]);

/** The needs of a return home, each with its state, who comes, and what can be done about it. */
export function Lines({ lines, late, follows, onAct }: LinesProps) {
  return (
    <ul className={classes.lines}>
      {lines.map((line) => (
        <Line
          key={line.id}
          line={line}
          red={late && isLacking(line)}
          follows={follows}
          onAct={(action) => onAct(line, action)}
        />
      ))}
    </ul>
  );
}

/** Whether this is the nurse who is lacking: what makes a return home red. */
function isLacking({ need, state }: DischargeLine): boolean {
  return need === "nurse" && !MET.has(state) && state !== "line_dropped";
}

/** "Infirmier, 1 fois par jour". */
export function needWord({ need, frequency }: DischargeLine): string {
  const often = frequency && DISCHARGE_FREQUENCY[frequency];
  return [DISCHARGE_NEED[need], often].filter(Boolean).join(", ");
}

/** An hour that was said is changed by the same act. */
function actWord(action: CaseAction, { appointment_at: at }: DischargeLine): string {
  return action === "give_visit_time" && at ? "Changer l’heure" : CASE_ACTION[action];
}

function asked({ counters, next_step }: DischargeLine, now: number): string | null {
  if (counters.asked === 0) return null;
  const people = `${counters.asked} ${counters.asked > 1 ? "sollicités" : "sollicité"}`;
  return next_step ? `${people}, suite ${relativeHour(next_step.at, now)}` : people;
}

type LineProps = {
  line: DischargeLine;
  red: boolean;
  follows: boolean;
  onAct: (action: CaseAction) => void;
};

function Line({ line, red, follows, onAct }: LineProps) {
  const now = useServerNow();
  const { professional, settled_with, appointment_at: at } = line;
  const buttons = line.actions.filter((action) => !NO_BUTTON.has(action));
  return (
    <li data-red={red || undefined}>
      <div className={classes.head}>
        <b>{needWord(line)}</b>
        <StatusBadge lifecycle="discharge_line" state={line.state} />
      </div>
      <div className={classes.below}>
        <p className={classes.who}>
          {professional ? <Taker line={line} /> : (settled_with ?? (follows && asked(line, now)))}
        </p>
        {buttons.length > 0 && (
          <div className={classes.acts}>
            {buttons.map((action) => (
              <Button
                key={action}
                size="small"
                variant={action === "drop" ? "quiet" : "default"}
                aria-label={`${actWord(action, line)}, ${needWord(line)}`}
                onClick={() => onAct(action)}
              >
                {action === "drop" ? "Retirer" : actWord(action, line)}
              </Button>
            ))}
          </div>
        )}
      </div>
      {at && (
        <p className={classes.who}>
          {[
            appointmentTime(at, now),
            line.appointment_mode && VISIT_MODE[line.appointment_mode].toLocaleLowerCase("fr"),
          ]
            .filter(Boolean)
            .join(", ")}
        </p>
      )}
      {line.need === "doctor_visit" && professional && !at && (
        <p className={classes.who}>Jour et heure à dire</p>
      )}
    </li>
  );
}

/** Who comes, and how to reach them. */
function Taker({
  line: { is_mine, professional, professional_phone: phone },
}: {
  line: DischargeLine;
}) {
  if (is_mine) return "Vous";
  return (
    <>
      {professional?.name}
      {phone && (
        <>
          , <PhoneLink phone={phone} />
        </>
      )}
    </>
  );
}
