import type { Appointment, AppointmentMove } from "../../api";
import { appointmentTime, hour } from "../../time";
import { undoable } from "../../undo";
import type { AppointmentAct } from "./agenda";

type Move = { appointment: Appointment; to: AppointmentMove; at: string; now: number };

/**
 * Moves an appointment eight seconds from now: whoever asked is told once it is sent, and cannot be untold.
 *
 * @param send sends it
 * @param back puts the screen back as it was, when it is taken back
 */
export function moveSoon(
  { appointment, to, at, now }: Move,
  send: (act: AppointmentAct) => void,
  back?: () => void,
): void {
  const { id, version, starts_at } = appointment;
  undoable({
    sentence: `${hour(starts_at)}, déplacé à ${appointmentTime(at, now)}`,
    commit: (leaving) => send({ id, act: "move", version, to, leaving }),
    revert: back,
  });
}
