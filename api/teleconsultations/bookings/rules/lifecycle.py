"""The states of a booking, and who may move it where. PURE. Source: domain rules §4.2 (flow)."""

from types import MappingProxyType

from api.contract.models import TeleconsultationAction as Action
from api.contract.models import TeleconsultationRedirect, TeleconsultationSolution
from api.contract.models import TeleconsultationState as State
from api.core.lifecycle import Lifecycle

SEARCHING = frozenset({State.usual_doctor_asked, State.network_asked, State.nobody_found})
"""States in which a doctor is still looked for, by the engine or by the coordination."""
AHEAD = frozenset({State.confirmed, State.checked_in})
"""Booked, and the call has not begun."""
BOOKED = AHEAD | {State.in_progress, State.interrupted}
"""States in which room, assistant and doctor are taken."""
OPEN = SEARCHING | BOOKED | {State.requested}

TELECONSULTATION = Lifecycle(
    "teleconsultation_booking",
    State.requested,
    {
        "redirect_to_15": ({State.requested}, State.redirected_15),
        "redirect_to_face_to_face": ({State.requested}, State.redirected_face_to_face),
        # A usual doctor who was in their quiet hours is asked when these end, before the network goes on.
        "ask_usual_doctor": ({State.requested, *SEARCHING}, State.usual_doctor_asked),
        "ask_network": ({State.requested, *SEARCHING}, State.network_asked),
        "exhaust": ({State.requested, *SEARCHING}, State.nobody_found),
        "book": ({State.requested, *SEARCHING}, State.confirmed),
        "move": (AHEAD, State.confirmed),
        # The doctor can no longer: another one is looked for.
        "search_again": (AHEAD, State.network_asked),
        "check_in": ({State.confirmed}, State.checked_in),
        # Also of who was not checked in, and again after the technique failed.
        "start": ({*AHEAD, State.interrupted}, State.in_progress),
        "interrupt": ({State.in_progress}, State.interrupted),
        "reschedule": ({State.interrupted}, State.rescheduled),
        "send_to_face_to_face": ({*SEARCHING, State.interrupted}, State.redirected_face_to_face),
        "send_to_15": ({*SEARCHING, State.interrupted}, State.redirected_15),
        "finish": ({State.in_progress}, State.finished),
        "record_no_show": ({State.confirmed}, State.no_show),
        "release": ({State.confirmed}, State.released),
        "cancel": ({*SEARCHING, *AHEAD, State.interrupted}, State.cancelled),
    },
)

ACTION_OF_REDIRECT = MappingProxyType(
    {
        TeleconsultationRedirect.the_15: "redirect_to_15",
        TeleconsultationRedirect.face_to_face: "redirect_to_face_to_face",
    }
)

_STEPS = MappingProxyType(
    {
        Action.check_in: "check_in",
        Action.start: "start",
        Action.finish: "finish",
        Action.interrupt: "interrupt",
        Action.record_no_show: "record_no_show",
        Action.release: "release",
        Action.move: "move",
        Action.cancel: "cancel",
    }
)


def action_of_solution(solution: TeleconsultationSolution) -> str:
    """The move that directs a person elsewhere."""
    return "send_to_15" if solution is TeleconsultationSolution.the_15 else "send_to_face_to_face"


def actions(
    state: State,
    *,
    is_doctor: bool,
    is_at_site: bool,
    coordinates: bool,
    early: frozenset[str],
    to_call: bool,
    report_sent: bool | None,
) -> list[Action]:
    """What the API answers as `actions`, the most useful first.

    `to_call`: the person is to be called before and was not. `early`: what it is too early for.
    """
    if state is State.finished:
        return [Action.tick_report] if is_doctor and not report_sent else []
    if not (is_doctor or is_at_site or coordinates):
        return []
    possible = TELECONSULTATION.actions_from(state)
    found = [action for action, step in _STEPS.items() if step in possible and step not in early]
    if state is State.interrupted:
        found.insert(0, Action.interrupt)
    if to_call and state is State.confirmed:
        found.insert(0, Action.confirm_by_phone)
    if state in OPEN:
        found.append(Action.record_consent)
    if state in SEARCHING and coordinates:
        found.append(Action.close)
    return found
