"""The rules of a request, one table at a time."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from api.cases.rules import Part
from api.contract.models import (
    AttendingDoctorContact,
    CaseAction,
    DispatchAction,
    Mobility,
    Need,
    OfferReason,
    SkipReason,
    Urgency,
)
from api.contract.models import UnscheduledCareState as State
from api.core.problems import IllegalTransition
from api.identity.rules import default_rules
from api.unscheduled_care import rules
from api.unscheduled_care.actions import actions

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    """An instant of the territory's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("urgency", "filed", "deadline"),
    [
        (Urgency.same_day, "2026-11-24 10:27", "2026-11-24 20:00"),
        (Urgency.same_day, "2026-11-24 19:00", "2026-11-24 20:00"),
        (Urgency.same_day, "2026-11-24 19:01", "2026-11-24 23:01"),
        (Urgency.same_day, "2026-11-24 22:00", "2026-11-25 02:00"),
        (Urgency.within_24_hours, "2026-11-24 10:27", "2026-11-25 10:27"),
        (Urgency.within_48_hours, "2026-11-24 10:27", "2026-11-26 10:27"),
        # The night of 24 to 25 October 2026 is one hour longer: 24 h are real hours.
        (Urgency.within_24_hours, "2026-10-24 20:00", "2026-10-25 19:00"),
        (Urgency.same_day, "2026-03-29 01:30", "2026-03-29 20:00"),
    ],
)
def test_a_wish_is_an_absolute_deadline(urgency: Urgency, filed: str, deadline: str) -> None:
    assert rules.wished_before(urgency, at(filed).astimezone(UTC), PARIS) == at(deadline)


def test_a_plan_is_the_communitys_waves_and_a_human_at_the_latest() -> None:
    filed = at("2026-11-24 10:00")
    plan = rules.plan(default_rules(), Urgency.within_24_hours, filed + timedelta(hours=24), filed)
    assert [(w.audience.value, w.number, w.minutes, w.at_most) for w in plan.waves] == [
        ("first_resort", 0, 15, None),
        ("near", 1, 30, 6),
        ("network", 2, 45, None),
    ]
    assert plan.coordinator_at == filed + timedelta(minutes=90)


def test_a_wish_of_two_days_leaves_twice_the_time() -> None:
    filed = at("2026-11-24 10:00")
    plan = rules.plan(default_rules(), Urgency.within_48_hours, filed + timedelta(hours=48), filed)
    assert [wave.minutes for wave in plan.waves] == [30, 60, 90]
    assert plan.coordinator_at == filed + timedelta(hours=3)


@pytest.mark.parametrize(("left_minutes", "called_after"), [(600, 90), (120, 60), (70, 10), (30, 0)])
def test_a_human_is_called_an_hour_before_the_deadline_but_never_in_the_past(
    left_minutes: int, called_after: int
) -> None:
    filed = at("2026-11-24 10:00")
    plan = rules.plan(default_rules(), Urgency.same_day, filed + timedelta(minutes=left_minutes), filed)
    assert plan.coordinator_at == filed + timedelta(minutes=called_after)


DOCTOR, USUAL = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("contact", "skip"),
    [
        (None, None),
        (AttendingDoctorContact.not_called, None),
        (AttendingDoctorContact.called_unavailable, SkipReason.already_contacted),
        (AttendingDoctorContact.called_no_answer, SkipReason.already_contacted),
    ],
)
def test_a_doctor_who_was_phoned_in_vain_is_not_asked(
    contact: AttendingDoctorContact | None, skip: SkipReason | None
) -> None:
    [doctor, usual] = rules.first_resort(DOCTOR, contact, [USUAL, DOCTOR, USUAL])
    assert (doctor.professional_id, doctor.reason, doctor.skip) == (
        DOCTOR,
        OfferReason.attending_doctor,
        skip,
    )
    assert (usual.professional_id, usual.reason, usual.skip) == (USUAL, OfferReason.usual_professional, None)


@pytest.mark.parametrize(
    ("profession", "specialties", "need", "serves"),
    [
        ("10", ["SM54"], Need.dermatology, True),
        ("10", ["SM26"], Need.other, True),
        ("10", [], Need.urinary, True),
        ("10", ["SM40"], Need.paediatrics, True),
        ("10", ["SM40"], Need.dermatology, False),
        ("10", ["SM04"], Need.other, False),
        ("10", ["SM04", "SM53"], Need.other, True),
        ("60", [], Need.minor_trauma, True),
        ("60", [], Need.sick_note, False),
        ("21", [], Need.minor_trauma, False),
        ("70", [], Need.minor_trauma, False),
    ],
)
def test_who_can_answer_a_need(profession: str, specialties: list[str], need: Need, serves: bool) -> None:
    assert rules.serves(profession, specialties, need) is serves


@pytest.mark.parametrize(
    ("volunteers", "visits", "mobility", "reason"),
    [
        (True, None, Mobility.can_travel, None),
        (True, True, Mobility.home_visit, None),
        (True, False, Mobility.home_visit, SkipReason.not_volunteer),
        (True, None, Mobility.home_visit, SkipReason.not_volunteer),
        (False, True, Mobility.can_travel, SkipReason.not_volunteer),
    ],
)
def test_the_network_asks_volunteers_only(
    volunteers: bool, visits: bool | None, mobility: Mobility, reason: SkipReason | None
) -> None:
    assert rules.not_asked(volunteers=volunteers, home_visits=visits, mobility=mobility) is reason


@pytest.mark.parametrize(
    ("needs", "modes", "mobility", "suits"),
    [
        ([], ["office"], Mobility.can_travel, True),
        (["urinary"], ["office"], Mobility.can_travel, True),
        (["dermatology"], ["office"], Mobility.can_travel, False),
        ([], ["home_visit"], Mobility.can_travel, False),
        ([], ["home_visit"], Mobility.home_visit, True),
        ([], ["video"], Mobility.can_travel, False),
    ],
)
def test_an_own_slot_fits_by_need_and_by_the_way_of_being_seen(
    needs: list[str], modes: list[str], mobility: Mobility, suits: bool
) -> None:
    assert rules.slot_suits(needs, modes, Need.urinary, mobility) is suits


@pytest.mark.parametrize(
    ("starts_after", "due_after"), [(None, 60), (300, 60), (70, 60), (65, 55), (20, 10), (5, 0)]
)
def test_a_time_is_confirmed_before_it_comes(starts_after: int | None, due_after: int) -> None:
    now = at("2026-11-24 10:00")
    starts_at = None if starts_after is None else now + timedelta(minutes=starts_after)
    assert rules.confirm_until(now, 60, starts_at) == now + timedelta(minutes=due_after)


TABLE = rules.UNSCHEDULED_CARE_REQUEST


@pytest.mark.parametrize(("action", "state"), list(product(TABLE.moves, State)))
def test_a_move_that_the_table_does_not_hold_is_refused(action: str, state: State) -> None:
    sources, target = TABLE.moves[action]
    if state in sources:
        assert TABLE.after(action, state) is target
    else:
        with pytest.raises(IllegalTransition):
            TABLE.after(action, state)


def test_what_has_ended_never_opens_again() -> None:
    assert TABLE.terminal == {
        State.redirected_15,
        State.fulfilled,
        State.no_show,
        State.closed_elsewhere,
        State.cancelled,
    }


@pytest.mark.parametrize("state", list(State))
def test_every_action_that_is_shown_is_one_that_the_table_allows(state: State) -> None:
    needs = {
        CaseAction.confirm: "confirm",
        CaseAction.withdraw: "withdraw",
        CaseAction.record_outcome: "fulfil",
        CaseAction.complete: "complete",
        CaseAction.cancel: "cancel",
        CaseAction.close: "close_elsewhere",
        CaseAction.assign: "accept",
    }
    everybody = Part(coordinates=True, requested=True, has_taken=True)
    now = at("2026-11-24 10:00")
    shown = actions(state, everybody, search=[DispatchAction.assign], appointment_at=now, at=now)
    possible = TABLE.actions_from(state)
    assert {needs[action] for action in shown if action in needs} <= set(possible)
    assert (shown == []) is (state in TABLE.terminal)
    assert actions(state, Part(), search=[], appointment_at=None, at=now) in ([], [CaseAction.message])
