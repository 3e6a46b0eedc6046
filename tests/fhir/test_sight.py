"""The one statement of a search: it finds what all others find free, and says what is so now."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest

from api.availability.service import free_slots
from api.contract.models import SlotAudience
from api.core import clock
from api.core.db import unit_of_work
from api.core.ids import new_id
from api.core.national_ids import PERSON_IDS
from tests.availability.conftest import Opens, booking, day_of, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir.conftest import asked, national_id, of, search
from tests.roles import AsRole, ShiftClock, SignedIn

_CALENDAR = """
    INSERT INTO outside_calendars (id, community_id, professional_id, version, kind, name, all_day_busy,
                                   created_at, failures, events, unread_events)
    VALUES (%s, %s, %s, 1, 'ics_url', 'Essai', true, now(), 0, 0, 0)
"""

_CLOSURE = """
    INSERT INTO closures (id, community_id, professional_id, during, reason, created_at)
    VALUES (%s, %s, %s, tstzrange(%s, %s), 'other', now())
"""
SLOT = timedelta(minutes=20)


async def _free_otherwise(*people: SignedIn) -> list[str]:
    """The ids of the slots of these people in the next three days, as the other searches find them."""
    at = clock.now()
    async with unit_of_work() as db:
        found = await free_slots(
            db,
            professional_ids=[one.professional_id for one in people if one.professional_id],
            from_at=at,
            to_at=at + timedelta(days=3),
            at=at,
            audiences=list(SlotAudience),
        )
    return sorted(free.slot_id.replace("_", ".") for free in found)


async def test_what_is_found_free_is_what_every_other_search_finds(
    doctor: SignedIn,
    colleague: SignedIn,
    as_role: AsRole,
    opens: Opens,
    platform: ContractClient,
    connected: Database,
) -> None:
    coordinator = await as_role("coordinator")
    morning = await opens(doctor, to_time="11:00")
    quota = await opens(doctor, from_time="14:00", to_time="16:00", quota_per_day=2)
    several = await opens(colleague, capacity=2, to_time="10:00")
    await opens(colleague, from_time="15:00", to_time="18:00", step_minutes=10, buffer_after_minutes=5)
    everything = await _free_otherwise(doctor, colleague)
    for taken in (
        slot(morning, tomorrow_at(9, 20)),
        slot(quota, tomorrow_at(14)),
        *[slot(several, tomorrow_at(9))] * 2,
        slot(several, tomorrow_at(9, 40)),
    ):
        answer = await coordinator.call("bookAppointment", json=booking(taken))
        assert answer.status_code == 201, answer.text
    calendars = [new_id(), new_id()]
    for calendar in calendars:
        connected.sql(_CALENDAR, calendar, colleague.community_id, colleague.professional_id)
        _busy(connected, calendar, colleague.professional_id, 15, 16)
    _busy(connected, calendars[0], colleague.professional_id, 15.5, 16.5)
    whose = new_id(), doctor.community_id, doctor.professional_id
    connected.sql(_CLOSURE, *whose, tomorrow_at(10), tomorrow_at(10, 30))
    for hour, lasts in ((15, -1), (17, 3600)):  # a hold that is over, and one that runs
        connected.sql(
            "INSERT INTO claims (id, resource_id, during, exclusive, expires_at, created_at)"
            " VALUES (%s, %s, tstzrange(%s, %s), true, %s, now())",
            new_id(),
            doctor.professional_id if hour == 15 else colleague.professional_id,
            tomorrow_at(hour),
            tomorrow_at(hour, 20),
            clock.now() + timedelta(seconds=lasts),
        )
    found = await search(platform, asked(*(national_id(one, connected) for one in (doctor, colleague))))
    left = await _free_otherwise(doctor, colleague)
    assert sorted(one["id"] for one in of(found, "Slot")) == left
    assert 0 < len(left) < len(everything) - 10


def _busy(
    database: Database, calendar: UUID, professional_id: UUID | None, begins: float, ends: float
) -> None:
    database.sql(
        "INSERT INTO outside_busy (id, calendar_id, professional_id, during)"
        " VALUES (%s, %s, %s, tstzrange(%s, %s))",
        new_id(),
        calendar,
        professional_id,
        tomorrow_at(0) + timedelta(hours=begins),
        tomorrow_at(0) + timedelta(hours=ends),
    )


async def test_whatever_changes_is_in_the_next_answer(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, on_day=day_of(tomorrow_at(9, days=2)), audiences=["snp", "cpts"])
    query = asked(national_id(doctor, connected))
    before = await search(platform, query)
    for change, shown in (
        ("UPDATE professionals SET family_name = 'D''Essai \\ \"neuf\"'", 'D\'Essai \\ "neuf"'),
        ("UPDATE professionals SET specialty_codes = '{SM05}'", "SM05"),
        ("UPDATE practices SET address_line = '8 rue des Essais'", "8 rue des Essais"),
        ("UPDATE communities SET name = 'CPTS d’essai, bis'", "CPTS d’essai, bis"),
        ("UPDATE openings SET needs = '{urinary}'", "Urinaire"),
        ("UPDATE openings SET modes = '{home_visit}'", "HH"),
        ("UPDATE openings SET audiences = '{public}'", "PUBLIC"),
    ):
        assert shown not in _words(before), change
        connected.sql(change)
        after = await search(platform, query)
        assert shown in _words(after), change
        assert after["total"] == before["total"], change
    connected.sql(
        "UPDATE community_rules SET document = jsonb_set(document, '{availability,max_delay_days}', '1')"
    )
    assert (await search(platform, query))["total"] == 0, "nobody books so far ahead any more"


def _words(value: Any) -> set[str]:
    """Every text that stands somewhere in it."""
    if isinstance(value, dict):
        return set().union(*map(_words, value.values()))
    if isinstance(value, list):
        return set().union(*map(_words, value))
    return {value} if isinstance(value, str) else set()


async def test_a_locum_at_the_place_of_somebody_else_comes_with_that_place(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor)
    [(place,)] = connected.sql(
        "SELECT id FROM practices WHERE professional_id = %s", colleague.professional_id
    )
    connected.sql("UPDATE openings SET practice_id = %s", place)
    found = await search(platform, asked(national_id(doctor, connected)))
    [schedule] = of(found, "Schedule")
    assert schedule["id"] == str(place)
    [practitioner] = of(found, "Practitioner")
    assert practitioner["identifier"][0]["system"] == PERSON_IDS
    assert practitioner["id"] == str(doctor.professional_id)


async def test_two_people_at_one_place_at_the_same_hour_are_two_slots(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    theirs = await opens(colleague, to_time="09:20")
    own = await opens(doctor, to_time="09:20")
    connected.sql("UPDATE openings SET practice_id = %s", UUID(own["practice_id"]))
    found = await search(platform, asked(*(national_id(one, connected) for one in (doctor, colleague))))
    shown = {one["id"].split(".")[0] for one in of(found, "Slot")}
    assert shown == {own["id"], theirs["id"]}
    assert len(of(found, "Practitioner")) == 2
    assert len(of(found, "Schedule")) == 1


_CLAIM = """
    INSERT INTO claims (id, resource_id, during, exclusive, expires_at, created_at, opening_id,
                        slot_starts_at)
    VALUES (%s, %s, tstzrange(%s, %s), true, %s, now(), %s, %s)
"""


@pytest.mark.parametrize("draw", [Random(seed) for seed in range(3)], ids=["one", "another", "a third"])
async def test_after_any_act_the_next_answer_is_what_every_other_search_finds(
    draw: Random,
    doctor: SignedIn,
    opens: Opens,
    platform: ContractClient,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    """Also of a time that was taken a moment ago, and of a hold that ends by itself."""
    own = await opens(doctor, to_time="11:00", min_delay_minutes=None)
    counted = await opens(doctor, from_time="14:00", to_time="16:00", quota_per_day=2, min_delay_minutes=90)
    calendar = new_id()
    connected.sql(_CALENDAR, calendar, doctor.community_id, doctor.professional_id)
    nine, query = tomorrow_at(9), asked(national_id(doctor, connected), days=4)

    def claim() -> None:
        start = nine + timedelta(minutes=20 * draw.choice([0, 1, 2, 3, 4, 5, 15, 16, 17]))
        of_counted = start >= nine + timedelta(hours=5)
        expires = draw.choice([None, clock.now() + timedelta(minutes=draw.choice([1, 5]))])
        whose = (UUID(counted["id"]), start) if of_counted else (UUID(own["id"]), start)
        try:
            connected.sql(_CLAIM, new_id(), doctor.professional_id, start, start + SLOT, expires, *whose)
        except psycopg.errors.ExclusionViolation:
            connected.sql("DELETE FROM claims WHERE lower(during) = %s", start)

    def close() -> None:
        start = nine + timedelta(minutes=draw.choice([0, 30, 300]))
        connected.sql(_CLOSURE, new_id(), doctor.community_id, doctor.professional_id, start, start + SLOT)

    def elsewhere() -> None:
        hour = draw.choice([9.5, 10, 14.25])
        _busy(connected, calendar, doctor.professional_id, hour, hour + 0.5)

    acts = [
        claim,
        claim,
        close,
        elsewhere,
        lambda: shift_clock(minutes=draw.choice([0.5, 3])),
        lambda: connected.sql("DELETE FROM claims"),
        lambda: connected.sql("DELETE FROM closures"),
        lambda: connected.sql("DELETE FROM outside_busy"),
        lambda: connected.sql("UPDATE openings SET quota_per_day = 3 - quota_per_day"),
        lambda: connected.sql("UPDATE openings SET buffer_after_minutes = 10 - buffer_after_minutes"),
    ]
    for act in draw.choices(acts, k=15):
        act()
        found = [one["id"] for one in of(await search(platform, query), "Slot")]
        assert sorted(found) == await _free_otherwise(doctor)


async def test_a_search_asks_two_statements_outside_any_transaction_and_a_reading_keeps_its_own(
    platform: ContractClient,
    doctor: SignedIn,
    opens: Opens,
    connected: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await opens(doctor, audiences=["snp"])
    told: list[bool] = []
    send = psycopg.AsyncCursor.execute

    async def noting(cursor: Any, statement: Any, *values: Any, **how: Any) -> Any:
        if not statement.startswith("NOTIFY"):  # the bell of the opening that was just made
            told.append(cursor.connection.autocommit)
        return await send(cursor, statement, *values, **how)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", noting)
    found = of(await search(platform, asked(national_id(doctor, connected))), "Slot")
    assert found
    assert told == [True, True]
    told.clear()
    assert (await platform.get(f"/fhir/Slot/{found[0]['id']}")).status_code == 200
    assert set(told) == {False}
