"""What a site lacks, who may assist, and when: tables of cases, without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contract.models import TeleconsultationAssistantLack as Lack
from api.contract.models import TeleconsultationKitItem as Item
from api.contract.models import TeleconsultationRoom as Room
from api.contract.models import TeleconsultationSiteCause as Cause
from api.contract.models import TeleconsultationSiteKind as Kind
from api.contract.models import TeleconsultationSiteState as State
from api.core.spans import common, without
from api.core.wall import months_later
from api.identity.community_rules import default_rules
from api.teleconsultations.sites import rules
from api.teleconsultations.sites.rules import AssistantFacts, Connection, Place, SiteFacts

TODAY = date(2026, 11, 29)
RULES = default_rules().teleconsultation
PARIS = ZoneInfo("Europe/Paris")
PHARMACIST, NURSE, DOCTOR, MIDWIFE = "21", "60", "10", "50"
KIT = dict.fromkeys(rules.REQUIRED_KIT, TODAY)
GOOD = Connection(TODAY, True, RULES.min_down_mbps, RULES.min_up_mbps)


def an_assistant(**changed: Any) -> AssistantFacts:
    """Somebody who may assist on TODAY, the last day of their training, with changes."""
    facts: dict[str, Any] = {
        "professional_id": UUID(int=1),
        "profession_code": PHARMACIST,
        "volunteers": True,
        "practises": True,
        "training_until": TODAY,
        "sites": 1,
    }
    return AssistantFacts(**(facts | changed))


def a_site(**changed: Any) -> SiteFacts:
    """A pharmacy that lacks nothing on TODAY, with changes."""
    facts: dict[str, Any] = {
        "kind": Kind.pharmacy,
        "state": State.active,
        "room": Room(closed=True, seated=True, apart=True),
        "kit": KIT,
        "connection": GOOD,
        "people": [an_assistant()],
        "opens": True,
        "has_join_link": True,
    }
    return SiteFacts(**(facts | changed))


def connection(**changed: Any) -> Connection:
    facts: dict[str, Any] = {"tested_on": TODAY, "worked": True, "down_mbps": 50.0, "up_mbps": 10.0}
    return Connection(**(facts | changed))


A_YEAR_AGO, LONGER_AGO = date(2025, 11, 29), date(2025, 11, 28)
EXPIRED = an_assistant(training_until=TODAY - timedelta(days=1))
BARE = Room(closed=False, seated=False, apart=False)

SITES: dict[str, tuple[dict[str, Any], list[tuple[Cause, Item | None]]]] = {
    "in order": ({}, []),
    "closed": ({"state": State.closed}, [(Cause.closed, None)]),
    "without a door": ({"room": Room(closed=False, seated=True, apart=True)}, [(Cause.no_room, None)]),
    "standing": ({"room": Room(closed=True, seated=False, apart=True)}, [(Cause.room_not_seated, None)]),
    "in the shop": ({"room": Room(closed=True, seated=True, apart=False)}, [(Cause.room_not_apart, None)]),
    "without an otoscope": (
        {"kit": {item: day for item, day in KIT.items() if item is not Item.otoscope}},
        [(Cause.kit_missing, Item.otoscope)],
    ),
    "scales too": ({"kit": KIT | {Item.scales: date(2019, 1, 1)}}, []),
    "looked at a year ago": ({"kit": KIT | {Item.oximeter: A_YEAR_AGO}}, []),
    "looked at longer ago": (
        {"kit": KIT | {Item.oximeter: LONGER_AGO}},
        [(Cause.kit_check_old, Item.oximeter)],
    ),
    "with nobody": ({"people": []}, [(Cause.no_trained_assistant, None)]),
    "untrained": ({"people": [an_assistant(training_until=None)]}, [(Cause.no_trained_assistant, None)]),
    "trained until yesterday": ({"people": [EXPIRED]}, [(Cause.training_expired, None)]),
    "one of two expired": ({"people": [EXPIRED, an_assistant()]}, []),
    "one expired, one untrained": (
        {"people": [EXPIRED, an_assistant(training_until=None)]},
        [(Cause.training_expired, None)],
    ),
    "no volunteer": ({"people": [an_assistant(volunteers=False)]}, [(Cause.no_trained_assistant, None)]),
    "gone": ({"people": [an_assistant(practises=False)]}, [(Cause.no_trained_assistant, None)]),
    "never tried": ({"connection": None}, [(Cause.connection_untested, None)]),
    "tried a year ago": ({"connection": connection(tested_on=A_YEAR_AGO)}, []),
    "tried longer ago": ({"connection": connection(tested_on=LONGER_AGO)}, [(Cause.connection_old, None)]),
    "failed": ({"connection": connection(worked=False)}, [(Cause.connection_failed, None)]),
    "slow to it": ({"connection": connection(down_mbps=3.9)}, [(Cause.connection_too_slow, None)]),
    "slow from it": ({"connection": connection(up_mbps=1.9)}, [(Cause.connection_too_slow, None)]),
    "never open": ({"opens": False}, [(Cause.no_opening, None)]),
    "without a link": ({"has_join_link": False}, [(Cause.no_join_link, None)]),
    "at home": ({"kind": Kind.home_visits, "room": BARE, "kit": {}, "connection": None}, []),
    "at home, with nobody": (
        {"kind": Kind.home_visits, "people": []},
        [(Cause.no_trained_assistant, None)],
    ),
    "at a nurse's, with nothing": (
        {"kind": Kind.nurse_practice, "room": BARE, "kit": {}, "connection": None},
        [
            (Cause.no_room, None),
            (Cause.room_not_seated, None),
            (Cause.room_not_apart, None),
            *((Cause.kit_missing, item) for item in rules.REQUIRED_KIT),
            (Cause.connection_untested, None),
        ],
    ),
}


@pytest.mark.parametrize(("changed", "expected"), SITES.values(), ids=SITES)
def test_what_a_site_lacks(changed: dict[str, Any], expected: list[tuple[Cause, Item | None]]) -> None:
    found = rules.lacks_of(a_site(**changed), TODAY, RULES)
    assert [(one.cause, one.item) for one in found] == expected


SITE_FACTS = st.builds(
    a_site,
    kind=st.sampled_from(Kind),
    state=st.sampled_from(State),
    room=st.builds(Room, closed=st.booleans(), seated=st.booleans(), apart=st.booleans()),
    kit=st.dictionaries(st.sampled_from(Item), st.dates(date(2024, 1, 1), TODAY)),
    connection=st.none() | st.builds(connection, worked=st.booleans(), down_mbps=st.floats(0, 100)),
    people=st.lists(
        st.builds(an_assistant, volunteers=st.booleans(), training_until=st.none() | st.dates()), max_size=3
    ),
    opens=st.booleans(),
    has_join_link=st.booleans(),
)


@given(SITE_FACTS, st.dates(TODAY, date(2030, 1, 1)))
def test_a_site_that_can_be_booked_has_all_that_is_asked_and_only_time_takes_it_away(
    facts: SiteFacts, later: date
) -> None:
    found = rules.lacks_of(facts, TODAY, RULES)
    assert len({(one.cause, one.item) for one in found}) == len(found)
    assert all((one.item is not None) == one.cause.value.startswith("kit_") for one in found)
    if not found:
        assert facts.state is State.active
        assert any(one.volunteers and one.training_until for one in facts.people)
        assert not facts.is_fixed or facts.kit.keys() >= set(rules.REQUIRED_KIT)
    aged = {one.cause for one in rules.lacks_of(facts, later, RULES)}
    assert {one.cause for one in found} - {Cause.connection_failed, Cause.connection_too_slow} <= aged | {
        Cause.training_expired,
        Cause.no_trained_assistant,
    }


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("code", [PHARMACIST, NURSE, DOCTOR, MIDWIFE])
def test_pharmacists_assist_in_pharmacies_alone_and_nurses_everywhere_else(kind: Kind, code: str) -> None:
    assert rules.assists(code, kind) == (
        (kind is Kind.pharmacy, code) in {(True, PHARMACIST), (False, NURSE)}
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"volunteers": False}, [Lack.not_volunteering]),
        ({"practises": False}, [Lack.left]),
        ({"training_until": None}, [Lack.no_training]),
        ({"training_until": TODAY - timedelta(days=1)}, [Lack.training_expired]),
        ({"sites": 0}, [Lack.no_site]),
        (
            {"volunteers": False, "training_until": None, "sites": 0},
            [Lack.not_volunteering, Lack.no_training, Lack.no_site],
        ),
    ],
)
def test_what_somebody_lacks_to_assist(changed: dict[str, Any], expected: list[Lack]) -> None:
    facts = an_assistant(**changed)
    assert rules.lacks_of_assistant(facts, TODAY) == expected
    assert rules.lacks_of_named(facts, TODAY) == [lack for lack in expected if lack is not Lack.no_site]


@pytest.mark.parametrize(
    ("site", "then", "expected"),
    [
        ({}, {}, []),
        ({}, {"past": True}, [Cause.past]),
        ({}, {"shut": True, "nobody": True}, [Cause.shut_then, Cause.nobody_then]),
        (
            {"opens": False, "people": []},
            {"shut": True, "nobody": True},
            [Cause.no_trained_assistant, Cause.no_opening],
        ),
    ],
)
def test_one_slot_says_what_is_wrong_then_and_nothing_twice(
    site: dict[str, Any], then: dict[str, bool], expected: list[Cause]
) -> None:
    given_then = {"past": False, "shut": False, "nobody": False} | then
    found = rules.lacks_at(a_site(**site), TODAY, RULES, **given_then)
    assert [one.cause for one in found] == expected


def test_months_end_where_the_shorter_one_ends() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2026, 12, 15), 1) == date(2027, 1, 15)


MORNING = {"from_time": "09:00", "to_time": "12:00"}
WEEK = [{"weekday": day, "from_time": "09:00", "to_time": "19:00"} for day in range(1, 6)]


def paris(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS).astimezone(UTC)


def test_somebody_is_there_in_their_hours_while_the_site_is_open_and_they_are_not_away() -> None:
    closed = {"from_day": "2026-12-02", "to_day": "2026-12-02", "spans": []}
    place = Place(WEEK, [closed], "94081", PARIS)
    own = [{"weekday": day, **MORNING} for day in (1, 2, 3, 6)]  # Monday to Wednesday, and a Saturday
    away = [(paris(1, 10), paris(1, 11))]  # Tuesday 1 December
    found = rules.present_spans(place, own, away, paris(30, 0, 11), paris(6, 0))
    assert found == [
        (paris(30, 9, 11), paris(30, 12, 11)),
        (paris(1, 9), paris(1, 10)),
        (paris(1, 11), paris(1, 12)),
    ]
    whole = rules.present_spans(place, None, [], paris(30, 0, 11), paris(6, 0))
    assert whole == rules.open_spans(place, paris(30, 0, 11), paris(6, 0))
    assert [start for start, _ in whole] == [paris(30, 9, 11), paris(1, 9), paris(3, 9), paris(4, 9)]


def test_on_a_public_holiday_nobody_is_there_unless_it_is_written() -> None:
    christmas = (paris(25, 0), paris(26, 0))
    place = Place(WEEK, [], "94081", PARIS)
    assert rules.present_spans(place, None, [], *christmas) == []
    open_then = Place([*WEEK, {"weekday": 8, **MORNING}], [], "94081", PARIS)
    assert rules.present_spans(open_then, None, [], *christmas) == [(paris(25, 9), paris(25, 12))]
    assert rules.present_spans(open_then, WEEK, [], *christmas) == []


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: tuple(sorted(pair))))


@given(SPANS, SPANS)
def test_stretches_taken_from_and_common_to_others_are_those_of_their_instants(
    spans: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    def inside(found: list[tuple[int, int]]) -> set[int]:
        return {n for start, end in found for n in range(start, end)}

    assert inside(without(spans, others)) == inside(spans) - inside(others)
    assert inside(common(spans, others)) == inside(spans) & inside(others)
