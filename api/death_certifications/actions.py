"""What an actor may do with a request now: the lifecycle, cut down to what they are to it. Pure."""

from collections.abc import Sequence

from api.cases.rules import Part
from api.contract.models import CaseAction, DispatchAction
from api.contract.models import DeathCertificationState as State
from api.death_certifications.rules import CAME, COMING, CORRECTABLE, ENDED, SEARCHING, TAKEN


def actions(
    state: State,
    part: Part,
    *,
    search: Sequence[DispatchAction],
    overdue: bool = False,
    nurse: bool = False,
) -> list[CaseAction]:
    """What the API answers as `actions`, the most useful first.

    `search` is what the coordinator may do with the search. `overdue`: the one who has it did not come in
    time, and the coordination must act. `nurse`: the one who has it is one.
    """
    if state in ENDED:
        knows = part.coordinates or (part.has_taken and part.answers and state in CAME)
        return [CaseAction.correct] if knows and state in CORRECTABLE else []
    if state is State.duplicate:
        return [CaseAction.undo_duplicate] if part.coordinates else []
    found: list[CaseAction] = []
    if part.requested and state is State.to_complete:
        found.append(CaseAction.complete)
    if part.has_taken and part.answers:
        found += _of_certifier(state, is_nurse=nurse)
    if part.coordinates:
        found += _of_coordinator(state, search, overdue=overdue)
    if part.requested or part.coordinates:
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
