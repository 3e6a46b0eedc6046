"""Agendas kept elsewhere that cannot be read, or must not: what is said, and what stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.availability.service.outside import read_due
from api.core import clock
from tests.availability.conftest import Opens, count, tomorrow_at
from tests.availability.elsewhere import add, at_ten, free, ics, matching, shown
from tests.conftest import Database
from tests.core.ics.test_reading import multistatus
from tests.fake_host import FakeHost, endless, page, redirect
from tests.roles import ShiftClock, SignedIn


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://agenda.invalid/a.ics", "unreachable"),
        ("http://127.0.0.1:9/a.ics", "address_refused"),
        (None, "sign_in_refused"),
    ],
)
async def test_an_agenda_that_was_read_keeps_its_hours_whatever_its_server_becomes(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    host: FakeHost,
    later: ShiftClock,
    connected: Database,
    url: str | None,
    error: str,
) -> None:
    """Its name no longer resolves, it leads inside, or its password was changed."""
    await opens(doctor, slot_minutes=60)
    host.pages["/a.ics"] = page(at_ten())
    calendar = await add(doctor, host.url("/a.ics"))
    host.pages["/a.ics"] = redirect(url) if url else page(status=401)
    midnight = tomorrow_at(0)
    later(minutes=31)
    assert await read_due(doctor.community_id) == 1
    after = await shown(doctor, calendar["id"])
    assert (after["state"], after["last_error"]) == ("failing", error)
    assert after["last_success_at"] == calendar["last_success_at"]
    assert datetime.fromisoformat(after["read_until"]) > clock.now() + timedelta(days=30)
    assert await free(colleague, midnight=midnight) == ["09:00", "11:00"]
    assert count(connected, "outside_busy") == 1


@pytest.mark.parametrize(
    ("serve", "error"),
    [
        (page(status=401), "sign_in_refused"),
        (page(status=403), "sign_in_refused"),
        (page(status=410), "vanished"),
        (page(status=503), "answered_error"),
        (page("<html>Connectez-vous</html>", media="text/html"), "not_a_calendar"),
        (page(ics()[:40]), "not_a_calendar"),
        (endless(50_000_000), "too_large"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "address_refused"),
        (redirect("https://localhost/admin"), "address_refused"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_be_read_says_why_and_makes_nothing_busy(
    doctor: SignedIn, host: FakeHost, connected: Database, serve: Any, error: str
) -> None:
    host.pages["/a.ics"] = serve
    calendar = await add(doctor, host.url("/a.ics"))
    assert (calendar["state"], calendar["last_error"], calendar["failures"]) == ("failing", error, 1)
    assert calendar["last_success_at"] is None
    assert count(connected, "outside_busy") == 0


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"url": "http://agenda.example/a.ics"}, "/url"),
        ({"url": "https://169.254.169.254/latest"}, "/url"),
        ({"url": "https://2130706433/a.ics"}, "/url"),
        ({"url": "https://moi:secret@agenda.example/a.ics"}, "/url"),
        ({"url": "https://agenda.example:6379/"}, "/url"),
        ({"url": None}, "/url"),
        ({"kind": "ics_file"}, "/kind"),
        ({"name": ""}, "/name"),
    ],
)
async def test_an_address_that_is_not_to_be_reached_is_refused_at_once(
    doctor: SignedIn, connected: Database, given: dict[str, Any], pointer: str
) -> None:
    body = {"kind": "ics_url", "name": "Cabinet", "url": "https://agenda.example/a.ics"} | given
    answer = await doctor.call(
        "addOutsideCalendar", json={name: value for name, value in body.items() if value is not None}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert count(connected, "outside_calendars") == 0


async def test_a_caldav_calendar_is_asked_with_its_password_which_is_sealed_and_never_shown(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, host: FakeHost, connected: Database
) -> None:
    await opens(doctor, slot_minutes=60)
    host.pages["/dav/cal/"] = page(multistatus(at_ten()), status=207, media="application/xml")
    calendar = await add(
        doctor, host.url("/dav/cal/"), kind="caldav", user_name="moi", password="mot-de-passe-d-application"
    )
    assert calendar["state"] == "read"
    [asked] = host.asked
    assert (asked.method, asked.headers["depth"], asked.headers["authorization"][:6]) == (
        "REPORT",
        "1",
        "Basic ",
    )
    assert b"calendar-query" in asked.body
    assert await free(colleague) == ["09:00", "11:00"]
    assert "password" not in calendar
    rows = str(connected.sql("SELECT * FROM outside_calendars"))
    assert "mot-de-passe" not in rows
    assert "/dav/cal" not in rows


async def test_a_password_stays_for_its_host_and_never_follows_to_another(
    doctor: SignedIn, host: FakeHost
) -> None:
    host.pages["/dav/"] = page(multistatus(), status=207)
    body = {"kind": "caldav", "name": "Cabinet", "user_name": "moi", "password": "un-secret"}
    calendar = await add(doctor, host.url("/dav/"), **body)
    edited = {"kind": "caldav", "name": "Autre nom"}
    answer = await doctor.call(
        "replaceOutsideCalendar", calendar_id=calendar["id"], json=edited, headers=matching(1)
    )
    assert (answer.status_code, answer.json()["name"], answer.json()["version"]) == (200, "Autre nom", 2)
    await read_due(doctor.community_id)
    assert "authorization" in host.asked[-1].headers
    moved = edited | {"url": "https://ailleurs.example/dav/"}
    answer = await doctor.call(
        "replaceOutsideCalendar", calendar_id=calendar["id"], json=moved, headers=matching(2)
    )
    assert (answer.json()["host"], answer.json()["user_name"]) == ("ailleurs.example", None)
    stale = await doctor.call(
        "replaceOutsideCalendar", calendar_id=calendar["id"], json=moved, headers=matching(2)
    )
    assert stale.status_code == 412
    other = {"kind": "ics_url", "name": "x", "url": "https://ailleurs.example/a.ics"}
    kind = await doctor.call(
        "replaceOutsideCalendar", calendar_id=calendar["id"], json=other, headers=matching(3)
    )
    assert (kind.status_code, kind.json()["errors"][0]["pointer"]) == (422, "/kind")
