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
    start = draw(st.integers(0, 1400))
    end = draw(st.integers(start + 5, 1440).filter(lambda minute: minute <= 1440))
    single = draw(st.booleans())
    return an_opening(
        from_minute=start,
        to_minute=end,
        on_day=day if single else None,
        weekday=None if single else (day + timedelta(days=draw(st.integers(-1, 1)))).isoweekday(),
        slot_minutes=draw(st.sampled_from([5, 10, 15, 20, 45, 60])),
        step_minutes=draw(st.sampled_from([None, None, 5, 25, 30, 90])),
        buffer_before_minutes=draw(st.sampled_from([0, 0, 5, 20])),
        buffer_after_minutes=draw(st.sampled_from([0, 0, 5, 20])),
        capacity=draw(st.sampled_from([1, 1, 1, 2, 3])),
        valid_from=day - timedelta(days=draw(st.integers(0, 8))),
        valid_to=draw(st.sampled_from([None, day, day + timedelta(days=1)])),
    )


@st.composite
def stretches(draw: st.DrawFn, around: datetime) -> list[Stretch]:
    found = []
    for _ in range(draw(st.integers(0, 5))):
        start = around + timedelta(minutes=draw(st.integers(-36 * 60, 36 * 60)))
        found.append(Stretch(start, start + timedelta(minutes=draw(st.integers(1, 300)))))
    return found


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_engine_finds_exactly_the_free_slots_of_the_reference(data: st.DataObject) -> None:
    zone, day = data.draw(st.sampled_from(ZONES))
    noon = utc(f"{day} 12:00")
    opening = data.draw(openings(day))
    closed, taken = data.draw(stretches(noon)), data.draw(stretches(noon))
    start = noon - timedelta(minutes=data.draw(st.integers(0, 40 * 60)))
    window = Stretch(start, start + timedelta(minutes=data.draw(st.integers(1, 60 * 60))))
    earliest = start + timedelta(minutes=data.draw(st.integers(-600, 600)))
    latest = earliest + timedelta(minutes=data.draw(st.integers(0, 4000)))

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
