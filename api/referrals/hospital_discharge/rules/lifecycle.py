"""The states of a return home and of its lines. PURE. Source: domain rules §5.2."""

from collections.abc import Collection
from dataclasses import dataclass

from api.contract.models import DischargeLineState as Line
from api.contract.models import DischargeNeed as Need
from api.contract.models import HospitalDischargeState as State
from api.contract.models import WaitsFor
from api.core.lifecycle import Lifecycle

BEFORE = frozenset(
    {State.searching, State.partly_found, State.all_found, State.hospital_confirmed, State.postponed}
)
"""The person is in hospital, and somebody is looked for or has been found."""

AT_HOME = frozenset({State.went_home, State.followed_up})
"""The person is at home, and somebody still looks whether all is in place."""

_OPEN = {State.to_complete, *BEFORE, *AT_HOME}

HOSPITAL_DISCHARGE_REQUEST = Lifecycle(
    "hospital_discharge_request",
    State.searching,
    {
        "await_readiness": ({State.searching}, State.to_complete),
        "complete": ({State.to_complete}, State.searching),
        # What the lines have become decides between these (`state_of`).
        "search": (BEFORE, State.searching),
        "find_some": (BEFORE, State.partly_found),
        "find_all": (BEFORE, State.all_found),
        "await_new_day": (BEFORE, State.postponed),
        "confirm": ({State.partly_found, State.all_found}, State.hospital_confirmed),
        "go_home": (BEFORE, State.went_home),
        "check_first": ({State.went_home}, State.followed_up),
        "check_second": ({State.followed_up}, State.settled_at_home),
        "hand_to_dac": (_OPEN, State.handed_to_dac),
        "hand_to_prado": (_OPEN, State.handed_to_prado),
        "cancel": ({State.to_complete, *BEFORE}, State.discharge_cancelled),
        "record_death": (_OPEN, State.deceased),
    },
)

ENDED = frozenset(State) - _OPEN
"""Nothing moves a request out of these."""

_WANTED = {Line.line_waiting, Line.line_searching, Line.line_by_phone, Line.line_nobody_found}
_LIVE = {*_WANTED, Line.line_found, Line.line_to_reconfirm, Line.line_settled}

DISCHARGE_LINE = Lifecycle(
    "discharge_line",
    Line.line_searching,
    {
        "wait": ({Line.line_searching}, Line.line_waiting),
        "search": ({Line.line_waiting}, Line.line_searching),
        "telephone": ({Line.line_searching, Line.line_waiting}, Line.line_by_phone),
        "ask": ({Line.line_searching, Line.line_nobody_found}, Line.line_searching),
        "exhaust": ({Line.line_searching}, Line.line_nobody_found),
        "accept": ({Line.line_searching, Line.line_nobody_found}, Line.line_found),
        "settle": ({Line.line_searching, Line.line_by_phone, Line.line_nobody_found}, Line.line_settled),
        # The day has moved: who accepted says whether they still come, whoever was telephoned is called
        # again.
        "move_day": ({Line.line_found}, Line.line_to_reconfirm),
        "call_again": ({Line.line_settled}, Line.line_by_phone),
        "keep": ({Line.line_to_reconfirm}, Line.line_found),
        # Who withdraws puts the need back at once.
        "withdraw": ({Line.line_found, Line.line_to_reconfirm}, Line.line_searching),
        "drop": (_LIVE, Line.line_dropped),
    },
)

MET = frozenset({Line.line_found, Line.line_settled})
"""Somebody comes."""

TAKEN = frozenset({Line.line_found, Line.line_to_reconfirm})
"""A professional of the network has it."""

ENGINE = frozenset({Line.line_searching, Line.line_nobody_found})
"""The offer engine looks for somebody, or has looked in vain."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line brings to its request. `waits_for`: who must act on the line itself."""

    need: Need
    state: Line
    waits_for: WaitsFor = WaitsFor.nobody


def live(lines: Collection[LineFacts]) -> list[LineFacts]:
    """The needs that are still needs."""
    return [line for line in lines if line.state is not Line.line_dropped]


def lacks_nurse(lines: Collection[LineFacts]) -> bool:
    """Whether a nurse is needed and none comes: what makes a return home red (domain rules §5.2)."""
    return any(line.need is Need.nurse and line.state not in MET for line in live(lines))


def action_of(state: State, lines: Collection[LineFacts]) -> str | None:
    """Which action of the lifecycle brings the request to what its lines have become; None when it stays.

    A confirmation of the ward stands until somebody is looked for anew or the day moves.
    """
    if state not in BEFORE:
        return None
    states = {line.state for line in live(lines)}
    if Line.line_to_reconfirm in states:
        action = "await_new_day"
    elif states & {Line.line_searching, Line.line_by_phone}:
        action = "search"
    elif state is State.hospital_confirmed:
        return None
    else:
        action = "find_all" if states <= MET else "find_some"
    return None if HOSPITAL_DISCHARGE_REQUEST.after(action, state) is state else action


def waits_for(state: State, lines: Collection[LineFacts], *, overdue: bool) -> WaitsFor:
    """Who must act on the request now.

    `overdue`: the coordination must, whatever the lines say: the ward did not complete it or is to be called,
    a check at home is due or has found something wanting.
    """
    if state in ENDED:
        return WaitsFor.nobody
    if overdue:
        return WaitsFor.coordinator
    if state is State.to_complete:
        return WaitsFor.requester
    acting = {line.waits_for for line in live(lines)}
    if WaitsFor.coordinator in acting:
        return WaitsFor.coordinator
    if WaitsFor.professional in acting:
        return WaitsFor.professional
    return WaitsFor.person if state in AT_HOME else WaitsFor.requester
