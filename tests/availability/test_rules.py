"""Openings, clock changes, delays and the life of an appointment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.availability import rules
from api.availability.rules import APPOINTMENT, Busy, Calendar, Reach, Stretches
from api.contract.models import AppointmentAction, AppointmentState, AvailabilityRules, OpeningKind
from api.core.ids import new_id
from api.core.problems import IllegalTransition, InvalidInput
from tests.availability.builders import OUTSIDE, an_input, an_opening, calendar
from tests.availability.reference import utc

PARIS = calendar()
SUNDAY_OF_SPRING, SUNDAY_OF_AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, 10:30 in Paris
DELAYS = AvailabilityRules(hold_minutes=10, min_delay_minutes=30, max_delay_days=60, **OUTSIDE)


def starts(opening: Any, day: date) -> list[str]:
    """The starts of the grid on that day, as the wall shows them, with their offsets."""
    return [
        f"{rules.instant(start).astimezone(PARIS.zone):%H:%M%z}"
        for occurrence in rules.occurrences(opening, PARIS, day, day)
        for start, _ in rules.grid(occurrence)
    ]


def test_nothing_starts_in_the_hour_that_spring_skips() -> None:
    night = an_opening("01:00", "04:00", on_day=SUNDAY_OF_SPRING, slot_minutes=30)
    assert starts(night, SUNDAY_OF_SPRING) == ["01:00+0100", "01:30+0100", "03:00+0200", "03:30+0200"]


def test_the_hour_that_autumn_repeats_exists_twice() -> None:
    night = an_opening("02:00", "03:30", on_day=SUNDAY_OF_AUTUMN, slot_minutes=30)
    assert starts(night, SUNDAY_OF_AUTUMN) == [
        *("02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100", "03:00+0100")
    ]


def test_an_opening_of_half_past_two_twice_leaves_the_half_hour_between_closed() -> None:
    night = an_opening("02:00", "02:30", on_day=SUNDAY_OF_AUTUMN, slot_minutes=15)
    assert starts(night, SUNDAY_OF_AUTUMN) == ["02:00+0200", "02:15+0200", "02:00+0100", "02:15+0100"]


def test_the_grid_counts_real_time_from_the_first_instant_across_the_skipped_hour() -> None:
    # Twenty minutes after 01:50 the wall shows 03:10: the hour in between does not exist.
    night = an_opening("01:30", "04:00", on_day=SUNDAY_OF_SPRING, slot_minutes=20)
    assert starts(night, SUNDAY_OF_SPRING) == [
        *("01:30+0100", "01:50+0100", "03:10+0200", "03:30+0200"),
    ]


@pytest.mark.parametrize(("day", "hours"), [(SUNDAY_OF_SPRING, 23), (SUNDAY_OF_AUTUMN, 25)])
def test_the_two_odd_days_last_23_and_25_hours(day: date, hours: int) -> None:
    [span] = rules.pieces(PARIS.zone, day, 0, 1440)
    assert span[1] - span[0] == hours * 3600


def test_a_buffer_counts_against_the_slot_that_has_it() -> None:
    opening = an_opening(buffer_after_minutes=10)
    [occurrence] = rules.occurrences(opening, PARIS, date(2026, 11, 23), date(2026, 11, 23))
    slot = rules.seconds(utc("2026-11-23 08:00")), rules.seconds(utc("2026-11-23 08:20"))
    at_its_end, later = slot[1], slot[1] + 600
    assert rules.places_left(occurrence, slot, Busy(taken=Stretches.of([(at_its_end, at_its_end + 60)]))) == 0
    assert rules.places_left(occurrence, slot, Busy(taken=Stretches.of([(later, later + 60)]))) == 1
    assert rules.places_left(occurrence, slot, Busy(closed=Stretches.of([(at_its_end, later)]))) == 1


def test_a_range_is_one_slot_with_its_places() -> None:
    walk_in = an_opening("17:00", "18:30", kind=OpeningKind.range, capacity=6)
    [occurrence] = rules.occurrences(walk_in, PARIS, date(2026, 11, 23), date(2026, 11, 23))
    [(start, end)] = rules.grid(occurrence)
    assert end - start == 90 * 60
    busy = Busy(taken=Stretches.of([(start, end)] * 4))
    assert rules.free_in(occurrence, busy, Reach(start, start)) == ([start], end - start, [2])


def test_the_shortest_and_the_longest_notice_are_both_included() -> None:
    reach = Reach.at(
        NOW, AvailabilityRules(hold_minutes=10, min_delay_minutes=30, max_delay_days=2, **OUTSIDE)
    )
    assert reach == (rules.seconds(NOW) + 1800, rules.seconds(NOW) + 2 * 86_400)
    half_a_second = timedelta(milliseconds=500)
    later = Reach.at(
        NOW + half_a_second,
        AvailabilityRules(hold_minutes=10, min_delay_minutes=0, max_delay_days=1, **OUTSIDE),
    )
    assert rules.instant(later.earliest) >= NOW + half_a_second


OPENING = "0193a3f0-7c1e-7a52-9d34-2f6b8c0e5a17"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 51,
        f"{OPENING}_20261301T0900Z",
        f"{OPENING}_20261123T0900",
        f"{OPENING}_20261123T0960Z",
        f"{OPENING.upper()}_20261123T0900Z",
        f"{OPENING}_٢٠٢٦1123T0900Z",
    ],
)
def test_what_is_no_slot_id_is_refused_by_its_field(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rules.parse_slot_id(text)
    assert [error.pointer for error in refusal.value.errors] == ["/slot_id"]


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"from_time": "12:00", "to_time": "09:00"}, "/to_time"),
        ({"from_time": "09:00", "to_time": "09:00"}, "/to_time"),
        ({"weekday": None}, "/weekday"),
        ({"weekday": 1, "on_day": "2026-12-01"}, "/on_day"),
        ({"on_day": "2026-11-22"}, "/on_day"),
        ({"on_day": "2026-11-23", "from_time": "08:00", "to_time": "10:30"}, "/to_time"),
        ({"on_day": "2026-12-01", "valid_to": "2026-12-24"}, "/valid_to"),
        ({"valid_from": "2026-12-24", "valid_to": "2026-12-01"}, "/valid_to"),
        ({"valid_from": "2026-01-01", "valid_to": "2026-06-01"}, "/valid_to"),
        ({"valid_from": "2026-11-24", "valid_to": "2026-11-29"}, "/valid_to"),
        ({"valid_from": "2026-12-25", "valid_to": "2026-12-31", "weekday": 5}, "/valid_to"),
        ({"every_weeks": 2, "nth_of_month": ["first"]}, "/nth_of_month"),
        ({"on_day": "2026-12-01", "every_weeks": 2}, "/every_weeks"),
        ({"on_day": "2026-12-01", "nth_of_month": ["last"]}, "/nth_of_month"),
        ({"kind": "range", "capacity": 6, "quota_per_day": 6}, "/quota_per_day"),
        ({"to_time": "09:15"}, "/slot_minutes"),
        ({"kind": "range", "step_minutes": 20}, "/step_minutes"),
        ({"min_delay_minutes": 10080, "max_delay_days": 1}, "/max_delay_days"),
        ({"min_delay_minutes": 1440, "max_delay_days": 1}, "/max_delay_days"),
        ({"on_day": "2027-03-28", "from_time": "02:00", "to_time": "03:00"}, "/from_time"),
    ],
)
def test_an_opening_that_cannot_be_is_refused_by_its_field(given: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rules.checked_opening(an_input(**given), PARIS, DELAYS, NOW)
    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_a_notice_longer_than_the_community_books_ahead_is_refused_and_one_that_leaves_a_moment_is_not() -> (
    None
):
    close = DELAYS.model_copy(update={"max_delay_days": 5})
    with pytest.raises(InvalidInput) as refusal:
        rules.checked_opening(an_input(min_delay_minutes=7200), PARIS, close, NOW)
    assert [error.pointer for error in refusal.value.errors] == ["/min_delay_minutes"]
    with pytest.raises(InvalidInput) as refusal:
        rules.checked_opening(an_input(min_delay_minutes=7200, max_delay_days=30), PARIS, close, NOW)
    assert [error.pointer for error in refusal.value.errors] == ["/max_delay_days"]
    some = an_input(min_delay_minutes=1439, max_delay_days=1)
    assert rules.checked_opening(some, PARIS, close, NOW)["min_delay_minutes"] == 1439


def test_today_is_the_day_of_the_territory_not_of_the_server() -> None:
    one_in_the_morning = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the 23rd in Paris
    with pytest.raises(InvalidInput, match="Some fields"):
        rules.checked_opening(an_input(on_day="2026-11-22"), PARIS, DELAYS, one_in_the_morning)
    values = rules.checked_opening(an_input(on_day="2026-11-23"), PARIS, DELAYS, one_in_the_morning)
    assert values["valid_from"] == values["valid_to"] == date(2026, 11, 23)


def days(opening: Any, first: date, last: date) -> list[str]:
    """The days of the recurrence, `11-23`."""
    return [f"{day:%m-%d}" for day in rules.days_of(opening, PARIS.holidays, first, last)]


def test_every_other_week_counts_from_the_week_of_its_first_day() -> None:
    # Valid from a Wednesday: the Monday of that week is past, so the first one comes two weeks later.
    opening = an_opening(every_weeks=2, valid_from=date(2026, 11, 25))
    assert days(opening, date(2026, 11, 1), date(2027, 1, 10)) == ["12-07", "12-21", "01-04"]


@pytest.mark.parametrize(
    ("nth", "expected"),
    [
        (["first", "third"], ["10-05", "10-19", "11-02", "11-16"]),
        (["last"], ["10-26", "11-30"]),
        (["fifth"], ["11-30"]),
        (["fourth", "last"], ["10-26", "11-23", "11-30"]),
    ],
)
def test_some_mondays_of_the_month(nth: list[str], expected: list[str]) -> None:
    assert days(an_opening(nth_of_month=nth), date(2026, 10, 1), date(2026, 11, 30)) == expected


def test_a_recurring_opening_is_closed_on_public_holidays_unless_it_says_otherwise() -> None:
    easter_monday = date(2026, 4, 6)
    assert days(an_opening(), easter_monday, easter_monday) == []
    assert days(an_opening(on_holidays=True), easter_monday, easter_monday) == ["04-06"]
    assert days(an_opening(on_day=easter_monday), easter_monday, easter_monday) == ["04-06"]


def test_an_opening_asks_for_more_notice_or_less_but_never_for_more_days_ahead_than_the_community() -> None:
    community = AvailabilityRules(hold_minutes=10, min_delay_minutes=30, max_delay_days=7, **OUTSIDE)
    sooner = Reach.at(NOW, community, an_opening(min_delay_minutes=0, max_delay_days=60))
    assert sooner == (rules.seconds(NOW), rules.seconds(NOW) + 7 * 86_400)
    later = Reach.at(NOW, community, an_opening(min_delay_minutes=1440, max_delay_days=2))
    assert later == (rules.seconds(NOW) + 86_400, rules.seconds(NOW) + 2 * 86_400)


def test_a_quota_closes_the_day_whatever_is_still_free() -> None:
    opening = an_opening(quota_per_day=2)
    first, second = rules.occurrences(opening, PARIS, date(2026, 11, 23), date(2026, 11, 30))
    booked = [first.hours.opens, first.hours.opens + 1200]
    busy = Busy(taken=Stretches.of([(start, start + 1200) for start in booked]), counted={opening.id: booked})
    always = Reach(0, second.hours.closes)
    assert rules.free_in(first, busy, always).starts == ()
    assert len(rules.free_in(second, busy, always).starts) == 9


def test_a_quota_counts_what_was_taken_before_the_opening_was_put_to_other_hours() -> None:
    opening = an_opening("14:00", "16:00", quota_per_day=1)
    [afternoon] = rules.occurrences(opening, PARIS, date(2026, 11, 23), date(2026, 11, 23))
    morning = rules.seconds(utc("2026-11-23 08:00"))
    assert rules.quota_left(afternoon, Busy(counted={opening.id: [morning]})) == 0
    assert rules.quota_left(afternoon, Busy(counted={opening.id: [morning - 86_400]})) == 1


def meets(one: Any, other: Any, *, other_clock: Calendar = PARIS) -> bool:
    return rules.meets_elsewhere(one, [(other, other_clock)], PARIS, NOW) is not None


def test_one_person_is_not_open_at_two_places_at_once() -> None:
    assert meets(an_opening("09:00", "12:00"), an_opening("11:59", "13:00"))
    assert not meets(an_opening("09:00", "12:00"), an_opening("12:00", "13:00"))
    assert not meets(an_opening("09:00", "12:00"), an_opening("09:00", "12:00", weekday=2))


def test_two_openings_at_the_same_place_may_overlap() -> None:
    here = new_id()
    assert not meets(an_opening(practice_id=here), an_opening(practice_id=here, slot_minutes=15))


def test_openings_that_are_never_valid_together_do_not_meet() -> None:
    until_christmas = an_opening(valid_to=date(2026, 12, 25))
    assert not meets(until_christmas, an_opening(valid_from=date(2026, 12, 26)))
    assert meets(until_christmas, an_opening(valid_from=date(2026, 12, 21)))
    assert not meets(an_opening(on_day=date(2026, 12, 1)), an_opening())  # a Tuesday, and Mondays
    assert meets(an_opening(on_day=date(2027, 11, 29)), an_opening(valid_from=date(2027, 6, 1)))


def test_recurrences_meet_only_on_days_that_both_have() -> None:
    even = an_opening(every_weeks=2, valid_from=date(2026, 11, 23))
    assert not meets(even, an_opening(every_weeks=2, valid_from=date(2026, 11, 30)))
    assert meets(even, an_opening(every_weeks=2, valid_from=date(2026, 12, 7)))
    first = an_opening(nth_of_month=["first"])
    assert not meets(first, an_opening(nth_of_month=["second", "fourth"]))
    assert meets(an_opening(nth_of_month=["fourth"]), an_opening(nth_of_month=["last"]))
    # The fifth Monday of a month is the last one too, and comes in weeks of both turns.
    assert meets(even, an_opening(nth_of_month=["fifth"]))


def test_a_day_that_was_cancelled_or_is_a_holiday_meets_nothing() -> None:
    easter_monday, monday = date(2027, 3, 29), date(2026, 12, 7)
    assert not meets(an_opening(on_day=easter_monday), an_opening())
    assert meets(an_opening(on_day=easter_monday), an_opening(on_holidays=True))
    assert meets(an_opening(on_day=monday), an_opening())
    assert not meets(an_opening(on_day=monday), an_opening(except_days=[monday]))


def test_openings_by_two_clocks_meet_in_real_time() -> None:
    # 9 to 12 in Paris is 12 to 15 at La Réunion in winter, 11 to 14 in summer.
    reunion = calendar("Indian/Reunion", "97411")
    assert meets(an_opening("09:00", "12:00"), an_opening("11:30", "11:50"), other_clock=reunion)
    assert not meets(an_opening("09:00", "12:00"), an_opening("09:00", "11:00"), other_clock=reunion)


def test_what_is_over_meets_nothing() -> None:
    this_morning = an_opening("08:00", "10:00", on_day=date(2026, 11, 23))
    assert not meets(an_opening("08:00", "10:00", on_day=date(2026, 11, 23)), this_morning)


def test_a_person_may_have_come_a_quarter_of_an_hour_early_and_no_sooner() -> None:
    starts_at = NOW + timedelta(minutes=15)
    rules.refuse_early("fulfil", starts_at, NOW)
    with pytest.raises(IllegalTransition):
        rules.refuse_early("fulfil", starts_at, NOW - timedelta(seconds=1))
    with pytest.raises(IllegalTransition):
        rules.refuse_early("no_show", starts_at, NOW)


@pytest.mark.parametrize("state", AppointmentState)
@pytest.mark.parametrize("action", APPOINTMENT.moves)
def test_only_a_booked_appointment_changes(state: AppointmentState, action: str) -> None:
    if state is AppointmentState.booked:
        assert APPOINTMENT.after(action, state) in APPOINTMENT.terminal
    else:
        with pytest.raises(IllegalTransition):
            APPOINTMENT.after(action, state)


def test_the_buttons_follow_the_hour() -> None:
    move, cancel = AppointmentAction.move, AppointmentAction.cancel
    fulfil, no_show = AppointmentAction.fulfil, AppointmentAction.no_show
    booked = AppointmentState.booked
    assert rules.open_actions(booked, NOW + timedelta(hours=1), NOW) == [move, cancel]
    assert rules.open_actions(booked, NOW + timedelta(minutes=10), NOW) == [move, cancel, fulfil]
    assert rules.open_actions(booked, NOW, NOW) == [move, cancel, fulfil, no_show]
    assert rules.open_actions(AppointmentState.fulfilled, NOW, NOW) == []
