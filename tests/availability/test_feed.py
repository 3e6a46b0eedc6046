"""The feed of appointments, read back by an independent parser."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from api.availability.rules import FeedEvent, feed
from api.core import content_lines
from api.core.db import unit_of_work
from api.core.ics.apart import own
from api.core.ics.reading import busy_times
from api.core.ics.results import own_ending
from api.identity.tables import Account
from tests.availability.conftest import PARIS, PERSON, Opens, booking, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import SignedIn


async def renew(who: SignedIn, **given: Any) -> str:
    """The path of a new address."""
    answer = await who.call("renewCalendarFeed", json=given)
    assert answer.status_code == 201
    return str(answer.json()["url"]).removeprefix("http://localhost:8000")


def events(content: bytes) -> list[Any]:
    """What `icalendar` reads."""
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


async def test_appointments_are_read_back_with_their_hours_and_nothing_about_anybody(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, client: ContractClient
) -> None:
    opening = await opens(doctor)
    booked = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(10))))
    path = await renew(doctor)
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    [event] = events(answer.content)
    assert event.start == tomorrow_at(10)
    assert event.end == tomorrow_at(10, 20)
    assert event.start.tzinfo is not None
    assert str(event["UID"]) == f"{booked.json()['id']}{own()}"
    assert str(event["SUMMARY"]) == "RDV Maillage"
    assert str(event["LOCATION"]) == "Vitry-sur-Seine"
    assert (str(event["TRANSP"]), event["SEQUENCE"]) == ("OPAQUE", 0)
    for word in (*(str(value) for value in PERSON.values()), "Barsac", "Odile", "1951", "other", "office"):
        assert word not in answer.text


async def test_a_cancelled_appointment_leaves_the_feed_and_an_unchanged_feed_answers_304(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, client: ContractClient
) -> None:
    opening = await opens(doctor)
    booked = (await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(10))))).json()
    path = await renew(doctor)
    first = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    cancelled = await doctor.call(
        "cancelAppointment", appointment_id=booked["id"], json={"by": "professional"}
    )
    assert cancelled.status_code == 200
    after = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (after.status_code, events(after.content)) == (200, [])


async def test_openings_leave_free_when_they_are_wanted(
    doctor: SignedIn, opens: Opens, client: ContractClient
) -> None:
    await opens(doctor)
    assert events((await client.get(await renew(doctor))).content) == []
    [event] = events((await client.get(await renew(doctor, with_openings=True))).content)
    assert (event.start, event.end) == (tomorrow_at(9), tomorrow_at(12))
    assert str(event["TRANSP"]) == "TRANSPARENT"


async def test_an_address_ends_when_it_is_renewed_or_revoked_and_says_nothing_then(
    doctor: SignedIn, client: ContractClient
) -> None:
    assert (await doctor.call("revokeCalendarFeed")).status_code == 404
    first = await renew(doctor)
    second = await renew(doctor)
    refusals = [
        await client.get(first),
        await client.get("/ics/nothing.ics"),
        await client.get(f"/ics/{'x' * 43}.ics"),
    ]
    known = (await doctor.call("getCalendarFeed")).json()
    assert (known["active"], known["last_read_at"]) == (True, None)
    assert (await client.get(second)).status_code == 200
    assert (await doctor.call("getCalendarFeed")).json()["last_read_at"] is not None
    assert (await doctor.call("revokeCalendarFeed")).status_code == 204
    refusals.append(await client.get(second))
    assert {(one.status_code, one.text) for one in refusals} == {(404, refusals[0].text)}
    assert (await doctor.call("getCalendarFeed")).json()["active"] is False
    assert (await client.get("/ics/a%00b.ics")).status_code == 422


async def test_the_secret_is_long_and_kept_nowhere(doctor: SignedIn, connected: Database) -> None:
    secret = (await renew(doctor)).removeprefix("/ics/").removesuffix(".ics")
    assert len(secret) >= 43
    for table in ("calendar_feeds", "idempotent_answers", "audit_entries"):
        assert secret not in str(connected.sql(f"SELECT * FROM {table}"))


async def test_a_closed_account_is_read_no_more(doctor: SignedIn, client: ContractClient) -> None:
    path = await renew(doctor)
    async with unit_of_work() as db:
        (await db.get_one(Account, doctor.account_id)).is_active = False
    assert (await client.get(path)).status_code == 404


async def test_our_own_feed_read_back_makes_nobody_busy(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, client: ContractClient
) -> None:
    opening = await opens(doctor)
    await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(10))))
    text = (await client.get(await renew(doctor))).text
    window = (int(tomorrow_at(0).timestamp()), int(tomorrow_at(0, days=3).timestamp()))
    assert busy_times([text], PARIS, window, all_day=True, own=own()).spans == []
    elsewhere = own_ending("anotherserver")
    [span] = busy_times([text], PARIS, window, all_day=True, own=elsewhere).spans
    assert span[0] == int(tomorrow_at(10).timestamp()), "what another instance gave is taken here"


@pytest.mark.parametrize("name", ["Europe/Paris", "America/Martinique", "Indian/Reunion", "Pacific/Auckland"])
def test_every_hour_of_a_year_is_read_back_as_it_was_written(name: str) -> None:
    """The zone that the feed defines is read under another name, so that the reader must believe it."""
    zone = ZoneInfo(name)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=5 * n) for n in range(24 * 366 // 5)]
    hours += [datetime(2026, month, 25, hour, 30, tzinfo=UTC) for month in (3, 10) for hour in range(24)]
    written = feed(
        [
            FeedEvent(
                f"{n}@x.example", at, at + timedelta(hours=1), first, 0, True, place="Été, 1; \\ \n" * 9
            )
            for n, at in enumerate(hours)
        ],
        zone,
        first,
    )
    assert max(map(len, written.split(b"\r\n"))) <= 75
    read = events(written.replace(name.encode(), f"Fuseau de {name.encode().hex()}".encode()))
    assert {str(event["UID"]): event.start.timestamp() for event in read} == {
        f"{n}@x.example": at.timestamp() for n, at in enumerate(hours)
    }
    assert {str(event["LOCATION"]) for event in read} == {"Été, 1; \\ \n" * 9}


def test_what_no_calendar_may_hold_is_dropped_or_escaped() -> None:
    assert content_lines.text("a\x00b\x1b;c,d\\e\nf\r\ng") == "ab\\;c\\,d\\\\e\\nf\\ng"
