"""What an actor may do with a request now: the lifecycle, cut down to what they are to it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from api.cases.rules import Part
from api.contract.models import CaseAction, DispatchAction
from api.contract.models import UnscheduledCareState as State
from api.unscheduled_care.rules import FOUND, OUTCOME_FROM, SEARCHING, UNSCHEDULED_CARE_REQUEST


def actions(
    state: State,
    part: Part,
    *,
    search: Sequence[DispatchAction],
    appointment_at: datetime | None,
    at: datetime,
    overdue: bool = False,
) -> list[CaseAction]:
    """What the API answers as `actions`, the most useful first.

    `search` is what the coordinator may do with the search. Everybody who sees an open request may write.
    `overdue`: the one who has it did not act in time, and the coordination must.
    """
    if state in UNSCHEDULED_CARE_REQUEST.terminal:
        return []
    found: list[CaseAction] = []
    if part.has_taken:
        found += _of_professional(state, appointment_at, at, answers=part.answers)
    if part.coordinates:
        found += _of_coordinator(state, search, came=_came(appointment_at, at), overdue=overdue)
    if part.requested or part.coordinates:
        if state is State.to_complete:
            found.insert(0, CaseAction.complete)
        found.append(CaseAction.cancel)
        if state in FOUND and appointment_at is not None and at < appointment_at:
            found.append(CaseAction.await_earlier)
    return [*dict.fromkeys(found), CaseAction.message]


def _of_professional(
    state: State, appointment_at: datetime | None, at: datetime, *, answers: bool
) -> list[CaseAction]:
    outcome = [CaseAction.record_outcome] if _came(appointment_at, at) else []
    if not answers:
        return outcome if state in FOUND else []
    if state is State.slot_held:
        return [CaseAction.confirm, *outcome, CaseAction.withdraw]
    return [*outcome, CaseAction.withdraw] if state in FOUND else []


def _came(appointment_at: datetime | None, at: datetime) -> bool:
    """Whether one may say by now if the person came."""
    return appointment_at is not None and at >= appointment_at - OUTCOME_FROM


def _of_coordinator(
    state: State, search: Sequence[DispatchAction], *, came: bool, overdue: bool
) -> list[CaseAction]:
    if state in SEARCHING:
        return [*(CaseAction(action.value) for action in search), CaseAction.close]
    if state in FOUND:
        # Somebody who accepted without a time and is not heard of must not keep the request.
        again = overdue and state is State.slot_held
        outcome = [CaseAction.record_outcome] if came else []
        return [*outcome, CaseAction.call, *([CaseAction.relaunch] if again else [])]
    return [CaseAction.close]
