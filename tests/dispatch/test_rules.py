"""The rules of the search, one table at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from api.contract.models import (
    DispatchState,
    OfferReason,
    OfferState,
    QuietHours,
    SkipReason,
    WaveAudience,
)
from api.core.problems import IllegalTransition
from api.dispatch.forecast import forecast, human_at
from api.dispatch.rules import (
    DISPATCH,
    OFFER,
    Asked,
    Load,
    Wave,
    awake_at,
    due_next,
    in_order,
    remind_at,
    unreachable,
    week_start,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)


@dataclass(frozen=True)
class Somebody:
    """A member who declared nothing."""

    weekly_cap: int | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None
    not_before: datetime | None = None
    absent_until: datetime | None = None


def is_quiet(at: datetime, quiet_from: time, quiet_to: time) -> bool:
    """Whether somebody with these quiet hours of their own is left alone at `at`."""
    never = QuietHours(from_time="00:00", to_time="00:00")
    return awake_at(Somebody(quiet_from=quiet_from, quiet_to=quiet_to), at, PARIS, never) > at


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("19:59", False), ("20:00", True), ("23:30", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_quiet_hours_span_midnight_and_end_on_the_minute(clock: str, quiet: bool) -> None:
    instant = datetime.combine(NOW.date(), time.fromisoformat(clock), PARIS).astimezone(UTC)
    assert is_quiet(instant, time(20), time(8)) is quiet


@pytest.mark.parametrize(("clock", "quiet"), [("11:59", False), ("12:00", True), ("14:00", False)])
def test_quiet_hours_of_one_day(clock: str, quiet: bool) -> None:
    instant = datetime.combine(NOW.date(), time.fromisoformat(clock), PARIS)
    assert is_quiet(instant, time(12), time(14)) is quiet


def test_equal_times_are_never_quiet() -> None:
    assert not any(is_quiet(NOW + timedelta(hours=h), time(8), time(8)) for h in range(24))


def test_quiet_hours_follow_the_wall_clock_across_a_clock_change() -> None:
    # 25 October 2026: 7:59 in the morning is 6:59 UTC, one hour later than the day before.
    assert is_quiet(datetime(2026, 10, 25, 6, 59, tzinfo=UTC), time(20), time(8))
    assert not is_quiet(datetime(2026, 10, 24, 6, 59, tzinfo=UTC), time(20), time(8))


def test_a_week_starts_on_monday_of_the_territory() -> None:
    sunday_night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already Monday in Vitry
    assert week_start(sunday_night, PARIS) == datetime(2026, 11, 23, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("member", "load", "reason"),
    [
        (Somebody(), Load(), None),
        (Somebody(absent_until=NOW + timedelta(days=1)), Load(), SkipReason.absent),
        (Somebody(absent_until=NOW), Load(), None),
        (Somebody(not_before=NOW + timedelta(minutes=1)), Load(), SkipReason.quiet),
        (Somebody(not_before=NOW), Load(), None),
        (Somebody(quiet_from=time(9), quiet_to=time(11)), Load(), SkipReason.quiet),
        (Somebody(), Load(accepted_this_week=5), SkipReason.over_cap),
        (Somebody(), Load(accepted_this_week=4, accepted=9), None),
        (Somebody(weekly_cap=6), Load(accepted_this_week=5), None),
        (Somebody(weekly_cap=2), Load(accepted_this_week=2), SkipReason.over_cap),
    ],
)
def test_why_somebody_is_not_asked(member: Somebody, load: Load, reason: SkipReason | None) -> None:
    rules = QuietHours(from_time="20:00", to_time="08:00")
    assert unreachable(member, load, at=NOW, zone=PARIS, quiet_hours=rules, weekly_cap=5) is reason


def test_own_quiet_hours_stand_in_place_of_the_communitys() -> None:
    night = NOW.replace(hour=22)
    rules = QuietHours(from_time="20:00", to_time="08:00")
    owl = Somebody(quiet_from=time(0), quiet_to=time(9))
    assert unreachable(owl, Load(), at=night, zone=PARIS, quiet_hours=rules, weekly_cap=5) is None
    assert awake_at(owl, night, PARIS, rules) == night
    assert awake_at(Somebody(), night, PARIS, rules) == NOW.replace(day=25, hour=8)


def test_who_wants_to_be_left_alone_until_the_night_is_asked_in_the_morning() -> None:
    rules = QuietHours(from_time="20:00", to_time="08:00")
    tired = Somebody(not_before=NOW.replace(hour=23))
    assert awake_at(tired, NOW, PARIS, rules) == NOW.replace(day=25, hour=8)


@pytest.mark.parametrize(("minutes", "after"), [(9, None), (10, 5), (30, 15)])
def test_an_offer_is_recalled_at_half_of_its_time_unless_that_is_short(
    minutes: int, after: int | None
) -> None:
    expected = None if after is None else NOW + timedelta(minutes=after)
    assert remind_at(NOW, NOW + timedelta(minutes=minutes)) == expected


def somebody(number: int, distance: float | None, accepted: int = 0, asked: int = 0) -> Asked:
    """One candidate of a wave."""
    return Asked(UUID(int=number), OfferReason.near, distance, Load(accepted, asked))


def test_fairness_decides_inside_the_radius_and_distance_breaks_ties() -> None:
    people = [
        somebody(1, 0.2, accepted=3),
        somebody(2, 2.9, asked=1),
        somebody(3, 2.0),
        somebody(4, 1.0),
        somebody(5, 3.1),
        somebody(6, None),
        somebody(7, 1.0),
    ]
    near = in_order(people, radius_km=3.0, at_most=None)
    assert [person.professional_id.int for person in near] == [4, 7, 3, 2, 1]
    assert [p.professional_id.int for p in in_order(people, radius_km=3.0, at_most=2)] == [4, 7]
    everybody = in_order(people, radius_km=None, at_most=None)
    assert [person.professional_id.int for person in everybody] == [4, 7, 3, 5, 6, 2, 1]


@pytest.mark.parametrize(
    ("wave", "alerted", "expected"),
    [(20, False, 20), (120, False, 90), (120, True, 120), (None, True, None), (None, False, 90)],
)
def test_the_sweep_comes_back_at_the_first_thing_due(
    wave: int | None, alerted: bool, expected: int | None
) -> None:
    due = None if wave is None else NOW + timedelta(minutes=wave)
    found = due_next(due, NOW + timedelta(minutes=90), NOW if alerted else None)
    assert found == (None if expected is None else NOW + timedelta(minutes=expected))


def test_a_forecast_passes_over_empty_waves_and_asks_nobody_twice() -> None:
    waves = [
        Wave(WaveAudience.first_resort, 15, None, None, 0),
        Wave(WaveAudience.near, 30, 3.0, 6, 1),
        Wave(WaveAudience.network, 45, None, None, 2),
    ]
    whole = [somebody(1, 1.0), somebody(2, 9.0)]

    def pick(wave: Wave, at: datetime, asked: object) -> list[Asked]:
        if wave.number == 0:
            return []
        people = in_order(whole, radius_km=wave.radius_km, at_most=wave.at_most)
        return [person for person in people if person.professional_id not in asked]

    [near, network] = forecast(waves, NOW, pick)
    assert (near.at, [p.professional_id.int for p in near.people]) == (NOW, [1])
    assert network.at == NOW + timedelta(minutes=30)
    assert [p.professional_id.int for p in network.people] == [2]


@pytest.mark.parametrize(("action", "state"), list(product(OFFER.moves, OfferState)))
def test_an_offer_moves_as_its_table_says(action: str, state: OfferState) -> None:
    sources, target = OFFER.moves[action]
    if state in sources:
        assert OFFER.after(action, state) is target
    else:
        with pytest.raises(IllegalTransition):
            OFFER.after(action, state)


@pytest.mark.parametrize(("action", "state"), list(product(DISPATCH.moves, DispatchState)))
def test_a_search_moves_as_its_table_says(action: str, state: DispatchState) -> None:
    sources, target = DISPATCH.moves[action]
    if state in sources:
        assert DISPATCH.after(action, state) is target
    else:
        with pytest.raises(IllegalTransition):
            DISPATCH.after(action, state)


def test_a_search_that_was_stopped_starts_again_only_when_its_request_was_ended_by_mistake() -> None:
    starts = {name for name, (sources, _) in DISPATCH.moves.items() if DispatchState.stopped in sources}
    assert starts == {"reopen"}


@pytest.mark.parametrize(
    ("spent", "wakes", "expected"),
    [(None, None, 90), (30, None, 30), (120, None, 90), (30, 20, 90), (30, 45, 30), (0, 45, 0)],
)
def test_a_human_comes_once_everybody_was_asked_in_vain_unless_somebody_wakes_before(
    spent: int | None, wakes: int | None, expected: int
) -> None:
    at = [None if minutes is None else NOW + timedelta(minutes=minutes) for minutes in (spent, wakes)]
    assert human_at(NOW + timedelta(minutes=90), *at) == NOW + timedelta(minutes=expected)
