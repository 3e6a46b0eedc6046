"""What an actor may do with a request now: the lifecycle, cut down to what they are to it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.contract.models import CaseAction, DispatchAction
from api.contract.models import DeathCertificationState as State
from api.death_certifications.rules import COMING, ENDED, SEARCHING, TAKEN


@dataclass(frozen=True)
class Standing:
    """What the actor is to the request."""

    coordinates: bool = False
    requested: bool = False
    has_taken: bool = False
    answers: bool = True
    """Whether they may promise and give up for who has taken it: not every delegate may."""
    is_nurse: bool = False


def actions(
    state: State, standing: Standing, *, search: Sequence[DispatchAction], overdue: bool = False
) -> list[CaseAction]:
    """What the API answers as `actions`, the most useful first.

    `search` is what the coordinator may do with the search. `overdue`: the one who has it did not come in
    time, and the coordination must act.
    """
    if state in ENDED:
        return []
    if state is State.duplicate:
        return [CaseAction.undo_duplicate] if standing.coordinates else []
    found: list[CaseAction] = []
    if standing.requested and state is State.to_complete:
        found.append(CaseAction.complete)
    if standing.has_taken and standing.answers:
        found += _of_certifier(state, is_nurse=standing.is_nurse)
    if standing.coordinates:
        found += _of_coordinator(state, search, overdue=overdue)
    if standing.requested or standing.coordinates:
        found += [CaseAction.share_with_family, CaseAction.cancel]
    return [*dict.fromkeys(found), CaseAction.message]


def _of_certifier(state: State, *, is_nurse: bool) -> list[CaseAction]:
    if state is State.on_site:
        hand_over = [CaseAction.hand_to_doctor] if is_nurse else []
        return [CaseAction.certify, *hand_over, CaseAction.report_obstacle, CaseAction.withdraw]
    if state is State.en_route:
        return [CaseAction.arrive, CaseAction.depart, CaseAction.withdraw]
    return [CaseAction.depart, CaseAction.arrive, CaseAction.withdraw] if state in COMING else []


def _of_coordinator(state: State, search: Sequence[DispatchAction], *, overdue: bool) -> list[CaseAction]:
    outside = [CaseAction.close_elsewhere]
    if state in SEARCHING:
        steps = [CaseAction(action.value) for action in search]
        return [*steps, CaseAction.hand_to_samu, *outside, CaseAction.mark_duplicate]
    if state in TAKEN:
        again = [CaseAction.relaunch] if overdue and state in COMING else []
        return [CaseAction.call, *again, *outside]
    if state is State.to_complete:
        return [CaseAction.complete, CaseAction.hand_to_samu, *outside, CaseAction.mark_duplicate]
    return [*outside, CaseAction.mark_duplicate]
