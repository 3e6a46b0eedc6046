"""What an actor may do with a request now: the lifecycle, cut down to what they are to it. Pure."""

from collections.abc import Sequence

from api.cases.rules import Part
from api.contract.models import AttendingDoctorState as State
from api.contract.models import CaseAction, DispatchAction
from api.referrals.attending_doctor.rules import COMING, ENDED, READY, SEARCHING, TAKEN


def actions(
    state: State, part: Part, *, search: Sequence[DispatchAction], asked: bool = False
) -> list[CaseAction]:
    """What the API answers as `actions`, the most useful first.

    `search` is what the coordinator may do with the search. `asked`: whether the person still looks is
    awaited.
    """
    if state in ENDED:
        return []
    found: list[CaseAction] = []
    if part.coordinates:
        found += _of_coordinator(state, search)
    if (part.coordinates or part.requested) and state in SEARCHING:
        found += [CaseAction.renew] if asked else []
        found += [CaseAction.complete] if state is State.to_complete else []
    if state in COMING and (part.coordinates or (part.has_taken and part.answers)):
        both = [CaseAction.set_first_appointment, CaseAction.declare]
        found += reversed(both) if state is State.first_appointment else both
    if state in COMING and part.has_taken and part.answers:
        found.append(CaseAction.withdraw)
    may_close = part.requested or part.coordinates or (part.has_taken and state in TAKEN)
    if may_close:
        found.append(CaseAction.close)
    return [*dict.fromkeys(found), CaseAction.message]


def _of_coordinator(state: State, search: Sequence[DispatchAction]) -> list[CaseAction]:
    found: list[CaseAction] = []
    if state in (State.submitted, State.to_complete):
        found.append(CaseAction.qualify)
    if state in READY:
        found.append(CaseAction.propose)
    if state is State.proposed:
        steps = [CaseAction(action.value) for action in search]
        found += [step for step in steps if step in (CaseAction.assign, CaseAction.pause, CaseAction.resume)]
    if state in (State.waiting, State.handed_back):
        found.append(CaseAction.escalate)
        found += [CaseAction.assign] if DispatchAction.assign in search else []
    if state in SEARCHING:
        found += [CaseAction.call, CaseAction.record_contact]
    if state in (State.waiting, State.handed_back):
        found.append(CaseAction.qualify)  # a duplicate, or something missing, is often seen late
    return found
