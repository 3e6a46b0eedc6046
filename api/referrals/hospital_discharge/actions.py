"""What an actor may do with a discharge and with its lines now: the lifecycles, cut down to what they are.
Pure.
"""

from collections.abc import Sequence

from api.cases.rules import Part
from api.contract.models import CaseAction, DispatchAction
from api.contract.models import DischargeLineState as Line
from api.contract.models import HospitalDischargeState as State
from api.referrals.hospital_discharge.rules import AT_HOME, BEFORE, ENDED, ENGINE, TAKEN


def actions(
    state: State, part: Part, *, has_line: bool, to_call: bool, day_has_come: bool, check_has_come: bool
) -> list[CaseAction]:
    """What the API answers as `actions` of a discharge, the most useful first.

    `has_line`: one of its needs is the actor's. `to_call`: it is red and the ward was not called.
    `day_has_come`: it is the day of the return home, or later; `check_has_come`: that of the check that is
    next.
    """
    if state in ENDED:
        return []
    own = part.requested or part.coordinates
    found: list[CaseAction] = []
    if part.coordinates and to_call:
        found += [CaseAction.call, CaseAction.note_call]
    if own and state is State.to_complete:
        found.append(CaseAction.complete)
    if own and state in BEFORE:
        if day_has_come:
            found.append(CaseAction.record_departure)
        if state in (State.partly_found, State.all_found):
            found.append(CaseAction.confirm_discharge)
    if state in AT_HOME and check_has_come and (part.coordinates or (has_line and part.answers)):
        found.append(CaseAction.check_home)
    if own and state not in AT_HOME:
        found.append(CaseAction.postpone)
    if own:
        found += [CaseAction.add_need, CaseAction.hand_over, CaseAction.cancel]
    return [*found, CaseAction.message]


def line_actions(
    request: State,
    state: Line,
    part: Part,
    *,
    is_mine: bool,
    has_visit: bool,
    search: Sequence[DispatchAction],
    overdue: bool,
) -> list[CaseAction]:
    """The same of one line. `has_visit`: a doctor has accepted to see the person. `search`: what the
    coordinator may do with its search. `overdue`: who accepted has not said whether they still come, or
    when."""
    if request in ENDED or state is Line.line_dropped:
        return []
    found: list[CaseAction] = []
    if has_visit and ((is_mine and part.answers) or part.coordinates):
        found.append(CaseAction.give_visit_time)
    if is_mine and part.answers and state in TAKEN:
        found += [CaseAction.keep_date] if state is Line.line_to_reconfirm else []
        found.append(CaseAction.withdraw)
    if part.coordinates:
        if state in ENGINE:
            found += [*(CaseAction(action.value) for action in search), CaseAction.settle]
        elif state is Line.line_by_phone:
            found.append(CaseAction.settle)
        elif state is Line.line_to_reconfirm:
            found += [CaseAction.call, CaseAction.keep_date, *([CaseAction.relaunch] if overdue else [])]
        elif overdue:
            found += [CaseAction.call, CaseAction.relaunch]
    if (part.requested or part.coordinates) and request not in AT_HOME:
        found.append(CaseAction.drop)
    return list(dict.fromkeys(found))
