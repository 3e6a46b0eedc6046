"""The rules of opinions alone: pure, by tables."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cases.rules import Part
from api.contract.models import (
    AttendingDoctorStatus,
    AttendingTold,
    CaseAction,
    OfferReason,
    OpinionUrgency,
)
from api.contract.models import SecondOpinionState as State
from api.core.problems import IllegalTransition
from api.identity.community_rules import default_rules
from api.referrals.second_opinion import rules
from api.referrals.second_opinion.actions import actions

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
HOURS = default_rules().second_opinion
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("urgency", "hours"),
    [(OpinionUrgency.same_day, 6), (OpinionUrgency.few_days, 72), (OpinionUrgency.few_weeks, 336)],
    ids=["same day", "few days", "few weeks"],
)
def test_the_answer_is_wished_for_by_the_hours_of_the_community(urgency: OpinionUrgency, hours: int) -> None:
    assert rules.answer_before(HOURS, urgency, AT) == AT + timedelta(hours=hours)


def test_the_colleague_has_half_of_the_delay_the_specialty_a_third_and_the_coordination_the_rest() -> None:
    plan = rules.plan(HOURS, AT + timedelta(hours=10), AT)
    assert [(wave.number, wave.minutes) for wave in plan.waves] == [(0, 300), (1, 180)]
    assert plan.coordinator_at == AT + timedelta(minutes=480)


@given(st.integers(min_value=-10_000, max_value=100_000))
def test_a_plan_always_leaves_people_time_to_read(minutes_left: int) -> None:
    plan = rules.plan(HOURS, AT + timedelta(minutes=minutes_left), AT)
    assert all(wave.minutes >= 30 for wave in plan.waves)
    assert plan.coordinator_at == AT + timedelta(minutes=sum(wave.minutes for wave in plan.waves))


def test_whoever_takes_it_late_has_a_day_all_the_same() -> None:
    assert rules.answer_due(HOURS, AT + timedelta(hours=1), AT) == AT + timedelta(hours=24)
    assert rules.answer_due(HOURS, AT + timedelta(hours=50), AT) == AT + timedelta(hours=50)


def test_an_answer_by_a_time_does_not_end_before_the_person_was_seen() -> None:
    seen_at = AT + timedelta(days=40)
    assert rules.closes_at(HOURS, AT) == AT + timedelta(days=14)
    assert rules.closes_at(HOURS, AT, seen_at) == seen_at + timedelta(days=14)


def test_the_group_is_asked_without_who_asks() -> None:
    asked = rules.first_asked(None, [ONE, TWO, ONE, THREE], TWO)
    assert [one.professional_id for one in asked] == [ONE, THREE]
    assert {one.reason for one in asked} == {OfferReason.opinion_group}


@pytest.mark.parametrize(
    ("status", "attending", "reached", "told"),
    [
        (AttendingDoctorStatus.none, None, False, AttendingTold.none),
        (AttendingDoctorStatus.unknown, None, False, AttendingTold.none),
        (AttendingDoctorStatus.known, ONE, True, AttendingTold.asker),
        (AttendingDoctorStatus.known, TWO, True, AttendingTold.platform),
        (AttendingDoctorStatus.known, TWO, False, AttendingTold.to_pass_on),
        (AttendingDoctorStatus.known, None, False, AttendingTold.none),
    ],
    ids=["none", "unknown", "the asker", "a member", "no member", "forgotten"],
)
def test_how_the_answer_reaches_the_attending_doctor(
    status: AttendingDoctorStatus, attending: UUID | None, reached: bool, told: AttendingTold
) -> None:
    assert rules.attending_told(status, attending, ONE, reached=reached) is told


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
@pytest.mark.parametrize("action", list(rules.SECOND_OPINION_REQUEST.moves))
def test_every_move_of_every_state_is_allowed_or_refused(state: State, action: str) -> None:
    sources, target = rules.SECOND_OPINION_REQUEST.moves[action]
    if state in sources:
        assert rules.SECOND_OPINION_REQUEST.after(action, state) is target
        return
    with pytest.raises(IllegalTransition):
        rules.SECOND_OPINION_REQUEST.after(action, state)


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_nothing_is_left_to_do_once_it_has_ended_and_everybody_may_write_before(state: State) -> None:
    everything = Part(coordinates=True, requested=True, has_taken=True)
    found = actions(state, everything, search=[])
    if state in rules.SECOND_OPINION_REQUEST.terminal:
        assert found == []
    else:
        assert found[-1] is CaseAction.message


def test_a_delegate_gives_times_and_never_an_opinion() -> None:
    hand = Part(has_taken=True, answers=True)
    found = actions(State.opinion_taken, hand, search=[], in_person=False)
    assert found == [CaseAction.offer_time, CaseAction.withdraw, CaseAction.message]
    watching = actions(State.opinion_taken, Part(has_taken=True, answers=False), search=[], in_person=False)
    assert watching == [CaseAction.message]
