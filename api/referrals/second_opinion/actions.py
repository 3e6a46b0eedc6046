"""What an actor may do with a request now: the lifecycle, cut down to what they are to it. Pure."""

from collections.abc import Sequence

from api.cases.rules import Part
from api.contract.models import CaseAction, DispatchAction
from api.contract.models import SecondOpinionState as State
from api.referrals.second_opinion.rules import ANSWERED, AT_WORK, SEARCHING, SECOND_OPINION_REQUEST


def actions(
    state: State,
    part: Part,
    *,
    search: Sequence[DispatchAction],
    in_person: bool = True,
    was_read: bool = False,
    overdue: bool = False,
) -> list[CaseAction]:
    """What the API answers as `actions`, the most useful first.

    `search` is what the coordination may do with the search; `in_person`: no delegate; `was_read`: who asked
    has confirmed already; `overdue`: who took it did not answer in time.
    """
    if state in SECOND_OPINION_REQUEST.terminal:
        return []
    found: list[CaseAction] = []
    if part.requested:
        found += _of_asker(state, was_read=was_read)
    if part.has_taken:
        found += _of_specialist(state, answers=part.answers, in_person=in_person)
    if part.coordinates:
        found += _of_coordinator(state, search, overdue=overdue)
    if part.requested or part.coordinates:
        found.append(CaseAction.cancel)
    return [*dict.fromkeys(found), CaseAction.message]


def _of_asker(state: State, *, was_read: bool) -> list[CaseAction]:
    if state is State.detail_asked:
        return [CaseAction.give_detail]
    return [CaseAction.confirm_reading] if state in ANSWERED and not was_read else []


def _of_specialist(state: State, *, answers: bool, in_person: bool) -> list[CaseAction]:
    found = []
    if state in {*AT_WORK, State.opinion_appointment} and in_person:
        found.append(CaseAction.answer_opinion)
    if state in AT_WORK and answers:
        found.append(CaseAction.offer_time)
    if state is State.opinion_taken and in_person:
        found.append(CaseAction.ask_detail)
    if state in {*AT_WORK, State.opinion_appointment} and answers:
        found.append(CaseAction.withdraw)
    return found


def _of_coordinator(state: State, search: Sequence[DispatchAction], *, overdue: bool) -> list[CaseAction]:
    if state in SEARCHING:
        return [*(CaseAction(action.value) for action in search), CaseAction.close]
    if state in AT_WORK:
        again = overdue and state is State.opinion_taken
        return [CaseAction.call, *([CaseAction.relaunch] if again else [])]
    return [CaseAction.call]
