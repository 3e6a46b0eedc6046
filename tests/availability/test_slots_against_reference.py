"""The slot engine and a slow, obvious reference agree, whatever the openings, closures, claims and nights."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from api.availability import rules
from api.availability.rules import Busy, Reach
from api.availability.tables import Opening
from tests.availability import reference
from tests.availability.builders import an_opening
from tests.availability.reference import Stretch, utc

# Where the clock changes: in spring and autumn, in both hemispheres, by a whole and by half an hour, at
# midnight, and never.
ZONES = [
    (ZoneInfo("Europe/Paris"), date(2026, 3, 29)),
    (ZoneInfo("Europe/Paris"), date(2026, 10, 25)),
    (ZoneInfo("America/Miquelon"), date(2026, 11, 1)),
    (ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 5)),
    (ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4)),
    (ZoneInfo("America/Havana"), date(2026, 11, 1)),
    (ZoneInfo("Indian/Reunion"), date(2026, 3, 29)),
]


@st.composite
def openings(draw: st.DrawFn, day: date) -> Opening:
    """An opening on the day of the change, or on that weekday; half of them in the hours of the change."""
    start = draw(st.one_of(st.integers(0, 1400), st.integers(0, 180)))
    end = draw(st.integers(start + 5, min(1440, start + 400)))
    single = draw(st.booleans())
    return an_opening(
        from_minute=start,
        to_minute=end,
        on_day=day if single else None,
        weekday=None if single else day.isoweekday(),
        slot_minutes=draw(st.sampled_from([5, 10, 15, 20, 45, 60])),
        step_minutes=draw(st.sampled_from([None, None, 5, 7, 25, 90])),
        buffer_before_minutes=draw(st.sampled_from([0, 0, 5, 20])),
        buffer_after_minutes=draw(st.sampled_from([0, 0, 5, 20])),
        capacity=draw(st.sampled_from([1, 1, 1, 2, 3])),
        valid_from=day - timedelta(days=draw(st.integers(0, 8))),
        valid_to=day if single else draw(st.sampled_from([None, day, day + timedelta(days=1)])),
    )


@st.composite
def stretches(draw: st.DrawFn, opens: datetime, closes: datetime, most: int) -> list[Stretch]:
    """Times that meet the opening, or nearly: from two hours before to its end, most of them short."""
    found = []
    minutes = int((closes - opens) / timedelta(minutes=1))
    for _ in range(draw(st.integers(0, most))):
        start = opens + timedelta(minutes=draw(st.integers(-120, minutes)))
        lasts = draw(st.one_of(st.sampled_from([5, 10, 15, 20, 30]), st.integers(1, 240)))
        found.append(Stretch(start, start + timedelta(minutes=lasts)))
    return found


def _offset(zone: ZoneInfo, day: date) -> int:
    """Minutes ahead of UTC as that day begins."""
    offset = datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset()
    assert offset is not None
    return int(offset / timedelta(minutes=1))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_engine_finds_exactly_the_free_slots_of_the_reference(data: st.DataObject) -> None:
    zone, day = data.draw(st.sampled_from(ZONES))
    midnight = utc(f"{day} 00:00") - timedelta(minutes=_offset(zone, day))
    opening = data.draw(openings(day))
    opens = midnight + timedelta(minutes=opening.from_minute)
    closes = midnight + timedelta(minutes=opening.to_minute + 60)
    closed = data.draw(st.one_of(st.just([]), st.just([]), stretches(opens, closes, 2)))
    taken = data.draw(stretches(opens, closes, 6))
    start = opens - timedelta(minutes=data.draw(st.sampled_from([0, 1, 17, 200, 1500])))
    window = Stretch(start, closes + timedelta(minutes=data.draw(st.integers(-300, 300)) + 301))
    earliest = opens + timedelta(minutes=data.draw(st.sampled_from([-600, -60, 0, 33])))
    latest = earliest + timedelta(minutes=data.draw(st.sampled_from([0, 200, 20_000, 20_000])))

    expected = reference.free(opening, zone, window, closed, taken, earliest, latest)

    busy = Busy(
        [(rules.seconds(s.starts), rules.seconds(s.ends)) for s in closed],
        sorted((rules.seconds(s.starts), rules.seconds(s.ends)) for s in taken),
    )
    reach = Reach(
        max(rules.seconds(earliest), rules.seconds(window.starts)),
        min(rules.seconds(latest), rules.seconds(window.ends) - 1),
    )
    around = window.starts.date() - timedelta(days=2), window.ends.date() + timedelta(days=2)
    found = {
        rules.instant(begins): left
        for occurrence in rules.occurrences(opening, zone, *around)
        for begins, _, left in rules.free_in(occurrence, busy, reach)
    }
    assert found == expected


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_slot_is_found_again_by_its_id_and_only_if_the_grid_has_it(data: st.DataObject) -> None:
    zone, day = data.draw(st.sampled_from(ZONES))
    opening = data.draw(openings(day))
    all_slots = {
        slot
        for occurrence in rules.occurrences(opening, zone, day - timedelta(days=1), day + timedelta(days=1))
        for slot in rules.grid(occurrence)
    }
    for start, end in all_slots:
        text = rules.slot_id(opening.id, start)
        assert rules.parse_slot_id(text) == (opening.id, start)
        assert rules.slot_at(opening, zone, start) == (start, end)
    starts = {start for start, _ in all_slots}
    other = rules.seconds(utc(f"{day} 00:00")) + 60 * data.draw(st.integers(0, 1440))
    assert (rules.slot_at(opening, zone, other) is not None) == (other in starts)
