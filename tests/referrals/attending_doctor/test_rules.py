"""The score, its level and its next change; whose turn it is; deadlines. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contract.models import AttendingDoctorEnd, AttendingDoctorLevel, SkipReason
from api.contract.models import AttendingDoctorPartKind as Part
from api.contract.models import AttendingDoctorState as State
from api.core.problems import IllegalTransition
from api.identity.community_rules import default_rules
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import Course, Deadline, Places, ScoreFacts, Wanted

OWN = default_rules().attending_doctor
PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 29)
NOON = datetime(2026, 11, 29, 12, tzinfo=PARIS)


def facts(**given: object) -> ScoreFacts:
    """Somebody under 70 who entered today and answered nothing."""
    return replace(ScoreFacts(age_step=0, waiting_since=TODAY), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "kind", "points"),
    [
        ({"long_term_illness": True}, Part.long_term_illness, 40),
        ({"age_step": 2}, Part.from_80, 30),
        ({"age_step": 1}, Part.from_70, 20),
        ({"home_visit": True}, Part.home_visit, 20),
        ({"social_cover": True}, Part.social_cover, 15),
        ({"pregnancy": True}, Part.pregnancy, 15),
        ({"disability": True}, Part.disability, 15),
        ({"discharged_on": TODAY - timedelta(days=30)}, Part.recent_discharge, 15),
        ({"waiting_since": TODAY - timedelta(days=30)}, Part.waiting, 2),
        ({"waiting_since": TODAY - timedelta(days=3000)}, Part.waiting, 20),
    ],
    ids=lambda value: value.value if isinstance(value, Part) else None,
)
def test_each_fact_adds_what_the_community_says(given: dict[str, object], kind: Part, points: int) -> None:
    assert rules.parts(facts(**given), OWN, TODAY) == [(kind, points)]


def test_what_is_not_answered_or_not_yet_adds_nothing() -> None:
    quiet = facts(
        long_term_illness=None,
        home_visit=False,
        discharged_on=TODAY - timedelta(days=31),
        waiting_since=TODAY - timedelta(days=14),
    )
    assert rules.parts(quiet, OWN, TODAY) == []


def test_the_levels_begin_at_the_thresholds_of_the_community() -> None:
    said = {score: rules.level(score, OWN) for score in (0, 14, 15, 39, 40, 200)}
    levels = AttendingDoctorLevel
    assert said == {
        0: levels.ordinary,
        14: levels.ordinary,
        15: levels.medium,
        39: levels.medium,
        40: levels.high,
        200: levels.high,
    }


def test_the_age_changes_on_the_birthday() -> None:
    born = date(1946, 11, 30)
    assert rules.age_step(born, TODAY) == 1
    assert rules.age_step(born, TODAY + timedelta(days=1)) == 2
    assert rules.age_step(date(1956, 11, 30), TODAY) == 0


@given(
    waited=st.integers(0, 800),
    step=st.sampled_from([0, 1, 2]),
    out=st.one_of(st.none(), st.integers(0, 60)),
    later=st.integers(0, 40),
)
def test_the_score_does_not_change_before_the_day_that_is_named(
    waited: int, step: int, out: int | None, later: int
) -> None:
    left = None if out is None else TODAY - timedelta(days=out)
    said = facts(age_step=step, waiting_since=TODAY - timedelta(days=waited), discharged_on=left)
    until = rules.next_change(said, None, OWN, TODAY)
    assert until > TODAY
    day = min(TODAY + timedelta(days=later), until - timedelta(days=1))
    assert rules.total(said, OWN, day) == rules.total(said, OWN, TODAY)


def test_in_the_year_of_a_birthday_that_counts_every_day_is_looked_at() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert rules.next_change(facts(), 1956, OWN, TODAY) == tomorrow
    assert rules.next_change(facts(age_step=1), 1946, OWN, TODAY) == tomorrow
    assert rules.next_change(facts(), 1957, OWN.model_copy(update={"period_days": 400}), TODAY) == date(
        2027, 1, 1
    )


def doctor(number: int, **given: object) -> Places:
    """A volunteer with four places."""
    return replace(Places(UUID(int=number), 4), **given)  # type: ignore[arg-type]


def test_the_lowest_share_then_the_nearest_then_the_least_recently_asked_is_first() -> None:
    early, late = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 20))
    line = rules.in_turn(
        [
            (doctor(1, accepted=1), 0.1),
            (doctor(2), None),
            (doctor(3, last_asked_at=late), 2.0),
            (doctor(4, last_asked_at=early), 2.0),
            (doctor(5, quota=8, accepted=1), 0.2),
            (doctor(6), 3.0),
            (doctor(7, pending=1), 0.1),
        ]
    )
    assert [one.professional_id.int for one, _ in line] == [4, 3, 6, 2, 5, 1, 7]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, None),
        ({"quota": 0}, SkipReason.no_place),
        ({"accepted": 2, "pending": 2}, SkipReason.no_place),
        ({"home_visits": False}, SkipReason.no_home_visits),
        ({"sectors": frozenset({"Fort"})}, SkipReason.out_of_sector),
        ({"sectors": frozenset({"Plateau"})}, None),
        ({"sectors": frozenset({"Vitry-sur-Seine"})}, None),
        ({"pause_from": TODAY, "pause_to": TODAY}, SkipReason.absent),
        ({"pause_from": TODAY + timedelta(days=1)}, None),
        ({"pause_to": TODAY - timedelta(days=1)}, None),
        ({"away_until": NOON + timedelta(hours=1)}, SkipReason.absent),
        ({"away_until": NOON}, None),
    ],
    ids=str,
)
def test_a_volunteer_is_not_asked_beyond_what_they_declared(
    given: dict[str, object], reason: SkipReason | None
) -> None:
    wanted = Wanted(True, "Plateau", "Vitry-sur-Seine")
    said = rules.why_not(doctor(1, **{"home_visits": True, **given}), wanted, at=NOON, today=TODAY)
    assert said is reason


def test_months_follow_each_other_over_the_year_and_the_clock_changes() -> None:
    assert rules.next_month("2026-12") == "2027-01"
    assert rules.next_month("2026-09") == "2026-10"
    assert rules.month_of(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), PARIS) == "2026-12"
    assert rules.month_start("2026-11", PARIS) == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert rules.quota_in("2026-11", 3, 5, "2026-12") == 3
    assert rules.quota_in("2027-01", 3, 5, "2026-12") == 5
    assert rules.quota_in("2027-01", 3, None, None) == 3


START = datetime(2026, 1, 31, 9, tzinfo=PARIS)


def test_the_deadlines_of_somebody_who_waits_come_in_order() -> None:
    waiting = Course(State.waiting, START, START)
    assert rules.deadlines(waiting, OWN, PARIS) == [
        (START + timedelta(days=90), Deadline.propose_cpam),
        (datetime(2026, 7, 31, 9, tzinfo=PARIS), Deadline.ask_still_looking),
        (datetime(2028, 1, 31, 9, tzinfo=PARIS), Deadline.expire),
    ]


def test_nobody_is_asked_whether_they_still_look_while_a_doctor_thinks() -> None:
    said = {what for _, what in rules.deadlines(Course(State.proposed, START, START), OWN, PARIS)}
    assert said == {Deadline.propose_cpam, Deadline.expire}
    taken = Course(State.declared, START, START, declared_at=START)
    assert rules.deadlines(taken, OWN, PARIS)[0] == (START + timedelta(days=30), Deadline.close_found)


def test_a_question_without_an_answer_ends_the_request() -> None:
    asked = Course(State.handed_back, START, START, asked_at=START, cpam_proposed_at=START)
    assert rules.deadlines(asked, OWN, PARIS)[0] == (START + timedelta(days=30), Deadline.give_up)


def test_each_doctor_has_seven_days_alone_and_is_reminded_after_three() -> None:
    plan = rules.plan(OWN, START)
    assert [(wave.minutes, wave.remind_minutes, wave.at_most) for wave in plan.waves] == [
        (7 * 1440, 3 * 1440, 1)
    ] * 5
    silent = OWN.model_copy(update={"reminder_days": 0})
    assert rules.plan(silent, START).waves[0].remind_minutes is None


def test_every_state_is_open_or_ended_and_every_end_has_its_action() -> None:
    assert frozenset(State) == rules.OPEN | rules.ENDED
    assert frozenset() == rules.OPEN & rules.ENDED
    assert rules.ATTENDING_DOCTOR_REQUEST.terminal == rules.ENDED
    assert set(rules.ENDS) == set(AttendingDoctorEnd)
    for end, action in rules.ENDS.items():
        assert rules.ATTENDING_DOCTOR_REQUEST.moves[action][1].value == end.value


def test_waiting_counts_calendar_days_of_the_territory() -> None:
    late = datetime(2026, 11, 28, 23, 50, tzinfo=PARIS)
    assert rules.waiting_days(late, None, late + timedelta(minutes=20), PARIS) == 1
    assert rules.waiting_days(late, late, NOON, PARIS) == 0


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_each_action_leads_from_the_states_of_its_line_and_from_no_other(state: State) -> None:
    table = rules.ATTENDING_DOCTOR_REQUEST
    for action, (sources, target) in table.moves.items():
        if state in sources:
            assert table.after(action, state) is target
        else:
            with pytest.raises(IllegalTransition):
                table.after(action, state)
    if state in rules.ENDED:
        assert table.actions_from(state) == []
