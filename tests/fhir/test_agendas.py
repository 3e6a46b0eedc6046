"""What a person has free is kept, and never differs from what would be worked out afresh."""

import json
from datetime import UTC, date, datetime, timedelta
from struct import pack
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from api.availability.rules import DAY, Span, seconds
from api.availability.service.opening_columns import OF_SLOTS
from api.fhir.service import agendas
from api.fhir.service.agendas import Entry, Told
from api.fhir.service.sight import Read
from tests.availability.builders import OUTSIDE, an_opening

PERSON = UUID(int=3)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
NAMES = [column.name for column in OF_SLOTS]
CODES = ["SM54"]
_DELAYS = {"hold_minutes": 10, "min_delay_minutes": 0, "max_delay_days": 60}


def _line(values: list[Any]) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)


def _place(number: int) -> str:
    town = ["1 rue des Lilas", "94400", "94081", "Vitry-sur-Seine", "+33199000000"]
    return _line([UUID(int=number), PERSON, None, None, "940000001", "Cabinet", *town])


@st.composite
def _communities(draw: st.DrawFn) -> list[str]:
    """Two that may differ in their delays and their clocks."""
    found = []
    for number in (1, 2):
        notice, ahead = draw(st.sampled_from([0, 0, 30])), draw(st.sampled_from([2, 60]))
        delays = {**OUTSIDE, **_DELAYS, "min_delay_minutes": notice, "max_delay_days": ahead}
        zone = draw(st.sampled_from(["Europe/Paris", "Europe/Paris", "Indian/Reunion"]))
        names = [UUID(int=number), f"01999000{number}", f"CPTS {number}", None, zone]
        found.append(_line([*names, ["94081"], delays]))
    return found


@st.composite
def _said(draw: st.DrawFn) -> str:
    """All that is said of a person with one to four openings around that Monday."""
    communities = draw(_communities())
    lines = [_line([PERSON, "19000000001", "Essai", "Camille", CODES])]
    for number in range(draw(st.integers(1, 4))):
        of, place = draw(st.sampled_from([1, 1, 2])), draw(st.sampled_from([11, 11, 12]))
        start = draw(st.sampled_from([480, 540, 560]))
        single = draw(st.booleans())
        opening = an_opening(
            id=UUID(int=100 + number),
            community_id=UUID(int=of),
            professional_id=PERSON,
            practice_id=UUID(int=place),
            on_day=date(2026, 11, draw(st.integers(22, 27))) if single else None,
            weekday=None if single else draw(st.integers(1, 5)),
            valid_to=None,
            from_minute=start,
            to_minute=start + draw(st.sampled_from([60, 120, 240])),
            kind=draw(st.sampled_from(["slots", "slots", "slots", "range"])),
            capacity=draw(st.sampled_from([1, 1, 1, 2])),
            buffer_after_minutes=draw(st.sampled_from([0, 0, 10])),
            min_delay_minutes=draw(st.sampled_from([None, None, 0, 120])),
            max_delay_days=draw(st.sampled_from([None, None, 1])),
            quota_per_day=draw(st.sampled_from([None, None, 1, 2])),
            audiences=draw(st.sampled_from([["public"], ["cpts", "snp"]])),
        )
        lines += ["", _place(place), communities[of - 1], _line([getattr(opening, name) for name in NAMES])]
    return "\n".join(lines)


def _microseconds(at: datetime) -> int:
    return (at - datetime(2000, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


_INSTANTS = st.integers(-6, 6 * 24 * 6).map(lambda tens: MONDAY + timedelta(minutes=10 * tens))


@st.composite
def _standing(draw: st.DrawFn) -> tuple[tuple[str, bytes], ...]:
    """Claims, closures, other agendas, and what is counted of openings: each sometimes."""
    found = []
    for what in draw(st.lists(st.sampled_from(["taken", "closed", "taken", "counted"]), max_size=4)):
        packed = b""
        for start in draw(st.lists(_INSTANTS, min_size=1, max_size=5)):
            begins = _microseconds(start)
            if what == "counted":
                packed += pack(">16sq", UUID(int=100 + draw(st.integers(0, 3))).bytes, begins)
            else:
                lasts = draw(st.sampled_from([10, 20, 90])) * 60_000_000
                packed += pack(">BIqIq", 2, 8, begins, 8, begins + lasts)
        if what not in [known for known, _ in found if known != "taken"]:
            found.append((what, packed))
    return tuple(found)


@st.composite
def _window(draw: st.DrawFn) -> Span:
    start = seconds(draw(_INSTANTS)) + draw(st.sampled_from([0, 0, 1, 777]))
    return start, start + draw(st.sampled_from([1, 3600, DAY // 2, DAY, 3 * DAY]))


def _all_of(entries: list[Entry]) -> list[tuple[Any, ...]]:
    """The slots, with all that an answer says because of them."""
    return sorted(
        (*entry[:4], its.practitioner, its.schedule, its.role, its.services, its.organizations)
        for entry in entries
        for its in [entry[4]]
    )


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_what_is_kept_is_what_would_be_worked_out_now(data: st.DataObject) -> None:
    """Of a few people, with what stands against them changing to and fro, at any time, for any window."""
    said = data.draw(st.lists(_said(), min_size=1, max_size=2))
    against = data.draw(st.lists(_standing(), min_size=1, max_size=3))
    for _ in range(data.draw(st.integers(2, 6))):
        read = Read(data.draw(st.sampled_from(said)), data.draw(st.sampled_from(against)))
        told = Told("https://maillage.example", data.draw(st.booleans()))
        window = data.draw(_window())
        at = data.draw(_INSTANTS) + timedelta(seconds=data.draw(st.sampled_from([0, 0.5, 59])))
        fresh = _all_of(agendas.worked_out(read, window, told, at).between(window, at))
        for _ in ("worked out or kept", "kept"):
            assert _all_of(agendas.free_of(read, window, at, told)) == fresh


def test_openings_that_give_an_hour_together_and_differ_in_their_delays_are_worked_out_each_time() -> None:
    hour, told = seconds(MONDAY) + 8 * 3600, Told("https://maillage.example", for_communities=True)
    community = _line(
        [UUID(int=1), "019990001", "CPTS", None, "Europe/Paris", ["94081"], {**OUTSIDE, **_DELAYS}]
    )
    lines = [_line([PERSON, "19000000001", "Essai", "Camille", CODES])]
    for number, notice in ((1, None), (2, 120)):
        opening = an_opening(
            id=UUID(int=number),
            community_id=UUID(int=1),
            professional_id=PERSON,
            practice_id=UUID(int=11),
            min_delay_minutes=notice,
            audiences=["public"] if notice else ["cpts"],
        )
        lines += ["", _place(11), community, _line([getattr(opening, name) for name in NAMES])]
    read, window = Read("\n".join(lines), ()), (hour, hour + 1)
    shown = [
        b"".join(agendas.free_of(read, window, MONDAY + timedelta(hours=later), told)[0][1:4])
        for later in (5, 7, 5)
    ]
    assert [(b'"PUBLIC"' in entry, b'"CPTS"' in entry) for entry in shown] == [
        (True, True),
        (False, True),
        (True, True),
    ]
