"""The pure rules of returns home."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from api.contract.models import DischargeLineState as Line
from api.contract.models import DischargeNeed as Need
from api.contract.models import HospitalDischargeState as State
from api.contract.models import WaitsFor
from api.core.problems import IllegalTransition
from api.identity.community_rules import default_rules
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.rules import LineFacts

OWN = default_rules().hospital_discharge
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "lifecycle",
    [rules.HOSPITAL_DISCHARGE_REQUEST, rules.DISCHARGE_LINE],
    ids=["hospital_discharge_request", "discharge_line"],
)
def test_every_state_allows_its_actions_and_no_other(lifecycle: object) -> None:
    for action, state in product(lifecycle.moves, lifecycle.states):  # type: ignore[attr-defined]
        sources, target = lifecycle.moves[action]  # type: ignore[attr-defined]
        if state in sources:
            assert lifecycle.after(action, state) is target  # type: ignore[attr-defined]
        else:
            with pytest.raises(IllegalTransition):
                lifecycle.after(action, state)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "lines", "action"),
    [
        (State.searching, [Line.line_found, Line.line_searching], None),
        (State.searching, [Line.line_found, Line.line_nobody_found], "find_some"),
        (State.searching, [Line.line_found, Line.line_settled, Line.line_dropped], "find_all"),
        (State.all_found, [Line.line_found, Line.line_to_reconfirm], "await_new_day"),
        (State.all_found, [Line.line_found, Line.line_by_phone], "search"),
        (State.hospital_confirmed, [Line.line_found, Line.line_nobody_found], None),
        (State.hospital_confirmed, [Line.line_found, Line.line_searching], "search"),
        (State.went_home, [Line.line_searching], None),
        (State.to_complete, [Line.line_waiting], None),
    ],
    ids=["goes_on", "some", "all", "new_day", "by_phone", "confirmed", "anew", "home", "to_complete"],
)
def test_a_request_becomes_what_its_lines_are(state: State, lines: list[Line], action: str | None) -> None:
    assert rules.action_of(state, [LineFacts(Need.pharmacist, one) for one in lines]) == action


def test_only_a_nurse_who_is_lacking_makes_it_red() -> None:
    assert rules.lacks_nurse([LineFacts(Need.nurse, Line.line_nobody_found)])
    assert rules.lacks_nurse([LineFacts(Need.nurse, Line.line_to_reconfirm)])
    assert not rules.lacks_nurse([LineFacts(Need.nurse, Line.line_settled)])
    assert not rules.lacks_nurse([LineFacts(Need.nurse, Line.line_dropped)])
    assert not rules.lacks_nurse([LineFacts(Need.oxygen, Line.line_by_phone)])


@pytest.mark.parametrize(
    ("acting", "overdue", "who"),
    [
        ([WaitsFor.professional, WaitsFor.coordinator], False, WaitsFor.coordinator),
        ([WaitsFor.professional, WaitsFor.nobody], False, WaitsFor.professional),
        ([WaitsFor.nobody], False, WaitsFor.requester),
        ([WaitsFor.nobody], True, WaitsFor.coordinator),
    ],
    ids=["human", "asked", "ward", "overdue"],
)
def test_who_must_act_is_the_most_pressing_of_the_lines(
    acting: list[WaitsFor], overdue: bool, who: WaitsFor
) -> None:
    lines = [LineFacts(Need.pharmacist, Line.line_found, one) for one in acting]
    assert rules.waits_for(State.searching, lines, overdue=overdue) is who
    assert rules.waits_for(State.deceased, lines, overdue=overdue) is WaitsFor.nobody


@pytest.mark.parametrize(
    ("need", "profession", "specialties", "serves"),
    [
        (Need.nurse, "60", (), True),
        (Need.nurse, "10", (), False),
        (Need.physiotherapist, "70", (), True),
        (Need.pharmacist, "21", (), True),
        (Need.doctor_visit, "10", ("SM54",), True),
        (Need.doctor_visit, "10", (), True),
        (Need.doctor_visit, "10", ("SM15",), False),
        (Need.equipment, "21", (), False),
    ],
    ids=["nurse", "not_a_doctor", "physio", "pharmacist", "gp", "undeclared", "specialist", "supplier"],
)
def test_each_need_has_its_profession(
    need: Need, profession: str, specialties: tuple[str, ...], serves: bool
) -> None:
    assert rules.serves(profession, specialties, need) is serves


def test_who_visits_nobody_at_home_is_not_asked_for_care_at_home() -> None:
    assert not rules.goes_home(False, Need.nurse)
    assert rules.goes_home(None, Need.nurse)
    assert rules.goes_home(False, Need.doctor_visit)


def test_it_turns_red_twenty_four_real_hours_before_also_when_the_clocks_change() -> None:
    plain = rules.departure_at(OWN, date(2026, 12, 3), PARIS)
    assert plain == datetime(2026, 12, 3, 11, tzinfo=UTC)
    autumn = rules.departure_at(OWN, date(2026, 10, 25), PARIS)
    assert rules.call_hospital_at(OWN, autumn).astimezone(PARIS).hour == 13
    spring = rules.departure_at(OWN, date(2026, 3, 29), PARIS)
    assert rules.call_hospital_at(OWN, spring).astimezone(PARIS).hour == 11


def test_short_notice_is_under_forty_eight_hours() -> None:
    departs_at = datetime(2026, 12, 3, 11, tzinfo=UTC)
    assert not rules.is_short_notice(OWN, departs_at - timedelta(hours=48), departs_at)
    assert rules.is_short_notice(OWN, departs_at - timedelta(hours=47, minutes=59), departs_at)


def test_those_of_the_circle_come_after_whom_the_ward_named_and_it_is_told_of_none_of_them() -> None:
    attending, usual, circle = (UUID(int=number) for number in (1, 2, 3))
    found = rules.first_resort(Need.doctor_visit, attending, [usual], [attending, usual, circle])
    assert [(one.professional_id, one.told) for one in found] == [
        (attending, True),
        (usual, True),
        (circle, False),
    ]


def test_a_search_leaves_the_usual_professionals_alone_first_and_a_human_in_time() -> None:
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    far = rules.plan(OWN, at + timedelta(days=9), at)
    assert [(wave.number, wave.minutes) for wave in far.waves] == [(0, 120), (1, 180), (2, 360)]
    assert far.coordinator_at == at + timedelta(hours=12)
    near = rules.plan(OWN, at + timedelta(hours=40), at)
    assert near.coordinator_at == at + timedelta(hours=4)
    assert rules.plan(OWN, at + timedelta(hours=2), at).coordinator_at == at


def test_the_visit_of_a_doctor_may_come_within_a_week() -> None:
    departs_at = datetime(2026, 12, 3, 11, tzinfo=UTC)
    assert rules.wished_before(Need.doctor_visit, departs_at) == departs_at + timedelta(days=7)
    assert rules.wished_before(Need.nurse, departs_at) == departs_at
