"""The slot engine and a slow, obvious reference agree, whatever the openings, bookings and nights."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from api.availability import rules
from api.availability.rules import Busy, Calendar, Reach
from api.availability.tables import Opening
from api.contract.models import AvailabilityRules, NthOfMonth, OpeningKind
from tests.availability import reference
from tests.availability.builders import OUTSIDE, an_opening, calendar
from tests.availability.reference import Booking, Stretch, utc


class Place(NamedTuple):
    """A clock, a commune, a day on which something happens there, and the public holidays around it."""

    zone: str
    insee: str
    day: date
    holidays: frozenset[date] = frozenset()

    @property
    def calendar(self) -> Calendar:
        return calendar(self.zone, self.insee)


def days(*each: str) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, each))


EASTER = days("2026-04-06")
# Where the clock changes: in spring and autumn, in both hemispheres, by a whole and by half an hour, at
# midnight, and never. Then public holidays: everywhere, in Moselle only, at La Réunion only. The holidays
# within a fortnight of each day are written out by hand.
PLACES = [
    Place("Europe/Paris", "94081", date(2026, 3, 29), EASTER),
    Place("Europe/Paris", "94081", date(2026, 10, 25), days("2026-11-01")),
    Place("America/Miquelon", "97502", date(2026, 11, 1), days("2026-11-01", "2026-11-11")),
    Place("Australia/Lord_Howe", "94081", date(2026, 4, 5), EASTER),
    Place("Australia/Lord_Howe", "94081", date(2026, 10, 4)),
    Place("America/Havana", "94081", date(2026, 11, 1), days("2026-11-01", "2026-11-11")),
    Place("Indian/Reunion", "97411", date(2026, 3, 29), EASTER),
    Place("Europe/Paris", "94081", date(2026, 4, 6), EASTER),
    Place("Europe/Paris", "57463", date(2026, 4, 3), days("2026-04-03", "2026-04-06")),
    Place("Europe/Paris", "57463", date(2026, 12, 26), days("2026-12-25", "2026-12-26", "2027-01-01")),
    Place("Indian/Reunion", "97411", date(2026, 12, 20), days("2026-12-20", "2026-12-25", "2027-01-01")),
]
PROFESSIONAL = UUID(int=3)


@st.composite
def openings(draw: st.DrawFn, day: date) -> Opening:
    """An opening on that day, or recurring on that weekday; half of them in the hours of the change."""
    start = draw(st.one_of(st.integers(0, 1400), st.integers(0, 180)))
    end = draw(st.integers(start + 5, min(1440, start + 400)))
    single = draw(st.booleans())
    every = 1 if single else draw(st.sampled_from([1, 1, 2]))
    nth: list[str] = []
    if not single and every == 1 and draw(st.booleans()):
        nth = [word.value for word in draw(st.lists(st.sampled_from(NthOfMonth), max_size=3, unique=True))]
    return an_opening(
        professional_id=PROFESSIONAL,
        kind=draw(st.sampled_from([OpeningKind.slots] * 3 + [OpeningKind.range])),
        from_minute=start,
        to_minute=end,
        on_day=day if single else None,
        weekday=None if single else day.isoweekday(),
        every_weeks=every,
        nth_of_month=nth,
        on_holidays=draw(st.booleans()),
        except_days=[] if single else draw(st.sampled_from([[], [], [day], [day - timedelta(days=7)]])),
        slot_minutes=draw(st.sampled_from([5, 10, 15, 20, 45, 60])),
        step_minutes=draw(st.sampled_from([None, None, 5, 7, 25, 90])),
        buffer_before_minutes=draw(st.sampled_from([0, 0, 5, 20])),
        buffer_after_minutes=draw(st.sampled_from([0, 0, 5, 20])),
        capacity=draw(st.sampled_from([1, 1, 1, 2, 3])),
        min_delay_minutes=draw(st.sampled_from([None, None, 0, 45])),
        max_delay_days=draw(st.sampled_from([None, None, 1, 60])),
        quota_per_day=draw(st.sampled_from([None, None, 1, 2, 5])),
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


@dataclass(frozen=True)
class Scene:
    """One professional's time: openings, what is closed, and when somebody looks for which starts."""

    place: Place
    openings: list[Opening]
    closed: list[Stretch]
    window: Stretch
    at: datetime
    delays: AvailabilityRules

    def bounds(self, opening: Opening) -> tuple[datetime, datetime]:
        """The soonest and the latest start of the opening that may be taken."""
        notice, ahead = self.delays.min_delay_minutes, self.delays.max_delay_days
        if opening.min_delay_minutes is not None:
            notice = opening.min_delay_minutes
        if opening.max_delay_days is not None and opening.max_delay_days < ahead:
            ahead = opening.max_delay_days
        return self.at + timedelta(minutes=notice), self.at + timedelta(days=ahead)

    def expected(self, opening: Opening, booked: list[Booking]) -> dict[datetime, int]:
        """What the reference finds free."""
        zone, holidays = ZoneInfo(self.place.zone), self.place.holidays
        bounds = self.bounds(opening)
        return reference.free(opening, zone, holidays, self.window, self.closed, booked, *bounds)

    def found(self, opening: Opening, booked: list[Booking]) -> dict[datetime, int]:
        """What the engine finds free."""
        counted: dict[UUID, list[int]] = {}
        for one in booked:
            if isinstance(one.opening_id, UUID) and one.start is not None:
                counted.setdefault(one.opening_id, []).append(rules.seconds(one.start))
        busy = Busy(
            rules.Stretches.of(span_of(closure) for closure in self.closed),
            rules.Stretches.of(span_of(one.taken) for one in booked),
            {opening_id: sorted(starts) for opening_id, starts in counted.items()},
        )
        earliest, latest = Reach.at(self.at, self.delays, opening)
        reach = Reach(
            max(earliest, rules.seconds(self.window.starts)), min(latest, rules.seconds(self.window.ends) - 1)
        )
        around = (
            self.window.starts.date() - timedelta(days=2),
            self.window.ends.date() + timedelta(days=2),
        )
        days = rules.occurrences(opening, self.place.calendar, *around)
        found = rules.FreeSlots((opening, rules.free_in(day, busy, reach)) for day in days)
        return {slot.starts_at: slot.places_left for slot in found}


def span_of(stretch: Stretch) -> rules.Span:
    return rules.seconds(stretch.starts), rules.seconds(stretch.ends)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """One to three openings around the day on which something happens."""
    place = draw(st.sampled_from(PLACES))
    offset = datetime(place.day.year, place.day.month, place.day.day, tzinfo=ZoneInfo(place.zone)).utcoffset()
    assert offset is not None
    midnight = utc(f"{place.day} 00:00") - offset
    found = [draw(openings(place.day)) for _ in range(draw(st.sampled_from([1, 1, 2, 3])))]
    opens = midnight + timedelta(minutes=min(one.from_minute for one in found))
    closes = midnight + timedelta(minutes=max(one.to_minute for one in found) + 60)
    start = opens - timedelta(minutes=draw(st.sampled_from([0, 1, 17, 200, 1500])))
    return Scene(
        place,
        found,
        draw(st.one_of(st.just([]), st.just([]), stretches(opens, closes, 2))),
        Stretch(start, closes + timedelta(minutes=draw(st.integers(-300, 300)) + 301)),
        opens + timedelta(minutes=draw(st.sampled_from([-1500, -600, -60, 0, 33]))),
        AvailabilityRules(
            hold_minutes=10,
            min_delay_minutes=draw(st.sampled_from([0, 30])),
            max_delay_days=draw(st.sampled_from([1, 14])),
            **OUTSIDE,
        ),
    )


@settings(max_examples=1000, deadline=None)
@given(data=st.data())
def test_the_engine_finds_exactly_the_free_slots_of_the_reference(data: st.DataObject) -> None:
    """And still does after each booking of a free slot, in whatever order they come."""
    scene = data.draw(scenes())
    opens, closes = scene.window.starts, scene.window.ends
    booked = [Booking(taken) for taken in data.draw(stretches(opens, closes, 4))]
    for _ in range(data.draw(st.integers(0, 4))):
        opening = data.draw(st.sampled_from(scene.openings))
        free = scene.expected(opening, booked)
        if not free:
            break
        start = data.draw(st.sampled_from(sorted(free)))
        slot = reference.slot_of(opening, start, ZoneInfo(scene.place.zone))
        booked.append(Booking(reference.with_buffers(opening, slot), opening.id, start))
    for opening in scene.openings:
        assert scene.found(opening, booked) == scene.expected(opening, booked)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_the_days_of_a_recurrence_are_those_of_the_reference(data: st.DataObject) -> None:
    """Over a year, so that fifth weekdays, last ones and both turns of the weeks are met."""
    place = data.draw(st.sampled_from(PLACES[:1]))
    opening = data.draw(openings(place.day))
    first = place.day - timedelta(days=data.draw(st.integers(-20, 20)))
    last = first + timedelta(days=data.draw(st.integers(0, 400)))
    holidays = place.calendar.holidays
    year = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    named = [day for day in year if holidays.name(day)]
    assert list(rules.days_of(opening, holidays, first, last)) == [
        day for day in year if reference.runs(opening, day, named)
    ]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_slot_is_found_again_by_its_id_and_only_if_the_grid_has_it(data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(PLACES))
    opening, day = data.draw(openings(place.day)), place.day
    all_slots = {
        slot
        for occurrence in rules.occurrences(
            opening, place.calendar, day - timedelta(days=1), day + timedelta(days=1)
        )
        for slot in rules.grid(occurrence)
    }
    for start, end in all_slots:
        text = rules.slot_id(opening.id, start)
        assert rules.parse_slot_id(text) == (opening.id, start)
        found = rules.slot_at(opening, place.calendar, start)
        assert found is not None
        assert found[1] == (start, end)
    starts = {start for start, _ in all_slots}
    other = rules.seconds(utc(f"{day} 00:00")) + 60 * data.draw(st.integers(0, 1440))
    assert (rules.slot_at(opening, place.calendar, other) is not None) == (other in starts)
