"""Agendas kept elsewhere: added, read again, failing, forgotten; and what they do to free slots."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.availability.service.outside import read_due
from api.core import clock
from tests.availability.conftest import Opens, booking, count, day_of, slot, starts_of, tomorrow_at
from tests.conftest import Database
from tests.core.ics.test_reading import multistatus
from tests.fake_host import FakeHost, endless, fake_host, page, redirect
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn


@pytest.fixture
async def host() -> AsyncIterator[FakeHost]:
    """The server where the agenda is kept."""
    async with fake_host() as running:
        yield running


def ics(*spans: tuple[datetime, datetime], extra: str = "") -> str:
    """A calendar with something at those times."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@ailleurs.example\r\nDTSTART:{a.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        f"DTEND:{b.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\nSUMMARY:Dentiste de Mme Secret\r\n{extra}END:VEVENT\r\n"
        for n, (a, b) in enumerate(spans)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\n{events}END:VCALENDAR\r\n"


def at_ten() -> str:
    """A calendar that is busy tomorrow from 10 to 11."""
    return ics((tomorrow_at(10), tomorrow_at(11)))


async def add(who: SignedIn, url: str, **given: Any) -> dict[str, Any]:
    """An agenda read at that address, once."""
    body = {"kind": "ics_url", "name": "Cabinet", "url": url} | given
    answer = await who.call("addOutsideCalendar", json=body)
    assert answer.status_code == 201, answer.text
    await read_due(who.community_id)
    return await shown(who, answer.json()["id"])


async def shown(who: SignedIn, calendar_id: str) -> dict[str, Any]:
    """How the reading of an agenda goes."""
    answer = await who.call("getOutsideCalendar", calendar_id=calendar_id)
    assert answer.status_code == 200
    return answer.json()


async def free(who: SignedIn) -> list[str]:
    """The starts of the free slots of tomorrow."""
    at = {"from_at": tomorrow_at(0).isoformat(), "to_at": tomorrow_at(23).isoformat(), "limit": 200}
    return starts_of(await who.call("searchSlots", params=at))


@pytest.fixture
def later(shift_clock: ShiftClock, connected: Database) -> ShiftClock:
    """It is that much later, and those who are signed in have stayed so."""

    def shift(**by: float) -> None:
        shift_clock(**by)
        connected.sql("UPDATE sessions SET created_at = %s, last_seen_at = %s", clock.now(), clock.now())

    return shift


def matching(version: int) -> dict[str, str]:
    """The header of an edit."""
    return {"If-Match": f'"{version}"'}


async def test_busy_time_of_an_address_is_taken_out_of_search_hold_booking_and_shown_in_the_agenda(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, host: FakeHost, connected: Database
) -> None:
    opening = await opens(doctor, slot_minutes=30)
    assert await free(colleague) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    host.pages["/a.ics"] = page(at_ten(), ETag='"1"')
    calendar = await add(doctor, host.url("/a.ics"), name="Mon Google")
    assert (calendar["state"], calendar["events"], calendar["host"]) == ("read", 1, "127.0.0.1")
    assert await free(colleague) == ["09:00", "09:30", "11:00", "11:30"]
    held = await colleague.call("createHold", json={"slot_id": slot(opening, tomorrow_at(10))})
    assert (held.status_code, held.json()["type"]) == (409, "slot_taken")
    booked = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(10, 30))))
    assert (booked.status_code, booked.json()["type"]) == (409, "slot_taken")
    assert count(connected, "claims") == 0
    day = day_of(tomorrow_at(9))
    agenda = (await doctor.call("getAgenda", params={"from_on": day, "to_on": day})).json()
    [away] = agenda["busy_elsewhere"]
    assert (away["calendar_name"], datetime.fromisoformat(away["starts_at"])) == (
        "Mon Google",
        tomorrow_at(10),
    )
    states = [one["state"] for one in agenda["occurrences"][0]["slots"]]
    assert states == ["free", "free", "elsewhere", "elsewhere", "free", "free"]
    assert "Secret" not in str(connected.sql("SELECT * FROM outside_busy, outside_calendars"))


async def test_buffers_and_two_agendas_with_the_same_hour_count_once(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, host: FakeHost
) -> None:
    await opens(doctor, slot_minutes=30, buffer_after_minutes=15, capacity=2)
    host.pages["/a.ics"] = page(at_ten())
    for _ in range(2):
        await add(doctor, host.url("/a.ics"))
    at = {"from_at": tomorrow_at(0).isoformat(), "to_at": tomorrow_at(23).isoformat()}
    found = (await colleague.call("searchSlots", params=at)).json()["items"]
    left = {datetime.fromisoformat(one["starts_at"]): one["places_left"] for one in found}
    assert left[tomorrow_at(9)] == 2
    assert left[tomorrow_at(9, 30)] == 1  # its quarter of an hour after meets what begins at ten
    assert left[tomorrow_at(10)] == 1


async def test_a_doctor_of_two_communities_is_away_in_both(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, opens: Opens, host: FakeHost
) -> None:
    there = (await make_community("Ailleurs")).id
    same = await as_role("professional", community_id=there, professional_id=doctor.professional_id)
    guest = await as_role("coordinator", community_id=there)
    await opens(same)
    host.pages["/a.ics"] = page(ics((tomorrow_at(9), tomorrow_at(11, 40))))
    calendar = await add(doctor, host.url("/a.ics"))
    assert await free(guest) == ["11:40"]
    assert (await same.call("listOutsideCalendars")).json()["items"] == []
    hidden = await same.call("getOutsideCalendar", calendar_id=calendar["id"])
    assert hidden.status_code == 404
    day = day_of(tomorrow_at(9))
    agenda = (await same.call("getAgenda", params={"from_on": day, "to_on": day})).json()
    assert [one["calendar_name"] for one in agenda["busy_elsewhere"]] == [None]


async def test_an_unchanged_agenda_costs_one_question_and_keeps_its_busy_time(
    doctor: SignedIn, host: FakeHost, later: ShiftClock, connected: Database
) -> None:
    host.pages["/a.ics"] = page(at_ten(), ETag='"v1"', Last_Modified="Fri, 27 Nov 2026 09:00:00 GMT")
    calendar = await add(doctor, host.url("/a.ics"))
    host.pages["/a.ics"] = page(status=304)
    later(minutes=31)
    assert await read_due(doctor.community_id) == 1
    asked = host.asked[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Fri, 27 Nov 2026 09:00:00 GMT")
    after = await shown(doctor, calendar["id"])
    assert (after["state"], after["failures"]) == ("read", 0)
    assert after["last_success_at"] > calendar["last_success_at"]
    assert count(connected, "outside_busy") == 1
    # Weeks later what was read no longer covers what may be booked: the whole is asked for again.
    host.pages["/a.ics"] = page(at_ten())
    later(days=30)
    await read_due(doctor.community_id)
    assert "if-none-match" not in host.asked[-1].headers


async def test_an_agenda_is_read_again_at_its_time_only_and_follows_what_changes(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, host: FakeHost, later: ShiftClock
) -> None:
    await opens(doctor, slot_minutes=60)
    host.pages["/a.ics"] = page(at_ten())
    await add(doctor, host.url("/a.ics"))
    assert await read_due(doctor.community_id) == 0
    host.pages["/a.ics"] = page(ics((tomorrow_at(9), tomorrow_at(10))))
    later(minutes=31)
    assert await read_due(doctor.community_id) == 1
    assert await free(colleague) == ["10:00", "11:00"]


async def test_a_calendar_that_vanishes_keeps_its_busy_time_backs_off_and_tells_its_owner_once(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    host: FakeHost,
    later: ShiftClock,
) -> None:
    await opens(doctor, slot_minutes=60)
    host.pages["/a.ics"] = page(at_ten())
    calendar = await add(doctor, host.url("/a.ics"))
    del host.pages["/a.ics"]
    waits = []
    for _ in range(7):
        later(hours=6, minutes=1)
        assert await read_due(doctor.community_id) == 1
        after = await shown(doctor, calendar["id"])
        waits.append(datetime.fromisoformat(after["next_read_at"]) - clock.now())
    assert (after["state"], after["last_error"], after["failures"]) == ("failing", "vanished", 7)
    assert after["last_success_at"] == calendar["last_success_at"]
    assert [round(wait / timedelta(minutes=30)) for wait in waits] == [1, 2, 4, 8, 12, 12, 12]
    told = (await doctor.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in told] == ["outside_calendar_lost"]
    assert (await colleague.call("listNotifications")).json()["items"] == []
    agenda = await doctor.call(
        "getAgenda", params={"from_on": day_of(tomorrow_at(0, days=-1)), "to_on": day_of(tomorrow_at(0))}
    )
    assert len(agenda.json()["busy_elsewhere"]) == 1
    host.pages["/a.ics"] = page(at_ten())
    later(hours=7)
    await read_due(doctor.community_id)
    assert (await shown(doctor, calendar["id"]))["state"] == "read"


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
    later(minutes=31)
    assert await read_due(doctor.community_id) == 1
    after = await shown(doctor, calendar["id"])
    assert (after["state"], after["last_error"]) == ("failing", error)
    assert after["last_success_at"] == calendar["last_success_at"]
    assert datetime.fromisoformat(after["read_until"]) > clock.now() + timedelta(days=30)
    assert await free(colleague) == ["09:00", "11:00"]
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


async def test_whole_days_leave_free_when_asked(
    doctor: SignedIn, host: FakeHost, connected: Database
) -> None:
    day = tomorrow_at(9).strftime("%Y%m%d")
    text = ics().replace(
        "END:VCALENDAR", f"BEGIN:VEVENT\r\nUID:d\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    host.pages["/a.ics"] = page(text)
    await add(doctor, host.url("/a.ics"), all_day_busy=False)
    assert count(connected, "outside_busy") == 0
    await add(doctor, host.url("/a.ics"))
    assert count(connected, "outside_busy") == 1


async def test_deleting_an_agenda_gives_its_time_back(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, host: FakeHost, connected: Database
) -> None:
    await opens(doctor, slot_minutes=60)
    host.pages["/a.ics"] = page(at_ten())
    calendar = await add(doctor, host.url("/a.ics"))
    stale = await doctor.call("deleteOutsideCalendar", calendar_id=calendar["id"], headers=matching(7))
    assert stale.status_code == 412
    assert count(connected, "outside_busy") == 1
    gone = await doctor.call("deleteOutsideCalendar", calendar_id=calendar["id"], headers=matching(1))
    assert gone.status_code == 204
    assert count(connected, "outside_busy") == count(connected, "outside_calendars") == 0
    assert await free(colleague) == ["09:00", "10:00", "11:00"]


async def test_asking_again_reads_now_but_not_twice_in_a_breath(
    doctor: SignedIn, host: FakeHost, later: ShiftClock
) -> None:
    host.pages["/a.ics"] = page(at_ten())
    calendar = await add(doctor, host.url("/a.ics"))
    for seconds, times in ((0, 1), (30, 2)):
        later(seconds=seconds)
        answer = await doctor.call("refreshOutsideCalendar", calendar_id=calendar["id"])
        assert answer.status_code == 200
        await read_due(doctor.community_id)
        assert len(host.asked) == times


async def test_what_was_read_for_an_address_that_changed_meanwhile_is_dropped(
    doctor: SignedIn, host: FakeHost, connected: Database
) -> None:
    async def changing(asked: Any, writer: Any) -> None:
        connected.sql("UPDATE outside_calendars SET version = version + 1")
        await page(at_ten())(asked, writer)

    host.pages["/a.ics"] = changing
    calendar = await add(doctor, host.url("/a.ics"))
    assert calendar["state"] == "waiting"
    assert count(connected, "outside_busy") == 0


async def test_ten_agendas_are_enough(doctor: SignedIn, connected: Database) -> None:
    body = {"kind": "ics_url", "name": "x", "url": "https://agenda.example/a.ics"}
    for _ in range(10):
        assert (await doctor.call("addOutsideCalendar", json=body)).status_code == 201
    assert (await doctor.call("addOutsideCalendar", json=body)).status_code == 422
    assert count(connected, "outside_calendars") == 10
    first = (await doctor.call("listOutsideCalendars", params={"limit": 6})).json()
    rest = await doctor.call("listOutsideCalendars", params={"limit": 6, "cursor": first["next_cursor"]})
    assert (len(first["items"]), len(rest.json()["items"])) == (6, 4)


FILE = {"Content-Type": "text/calendar"}


async def upload(who: SignedIn, content: str | bytes, **headers: str) -> Any:
    """A file, sent."""
    return await who.call(
        "uploadOutsideCalendar", params={"name": "Export"}, content=content, headers=FILE | headers
    )


async def test_a_file_is_read_at_once_replaced_and_not_kept(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, connected: Database
) -> None:
    await opens(doctor, slot_minutes=60)
    calendar = await upload(doctor, at_ten())
    assert (calendar.status_code, calendar.json()["state"], calendar.json()["next_read_at"]) == (
        201,
        "read",
        None,
    )
    assert await free(colleague) == ["09:00", "11:00"]
    newer = ics((tomorrow_at(9), tomorrow_at(10)))
    where = {"calendar_id": calendar.json()["id"]}
    answer = await doctor.call(
        "replaceOutsideCalendarFile", **where, content=newer, headers=FILE | matching(1)
    )
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert await free(colleague) == ["10:00", "11:00"]
    for content, header, status in (
        ("<html>", matching(2), 422),
        (newer, matching(1), 412),
        (newer, matching(2) | {"Content-Type": "text/plain"}, 400),
    ):
        refused = await doctor.call(
            "replaceOutsideCalendarFile", **where, content=content, headers=FILE | header
        )
        assert refused.status_code == status
    assert await free(colleague) == ["10:00", "11:00"]
    renamed = {"kind": "ics_file", "name": "Ancien agenda"}
    answer = await doctor.call("replaceOutsideCalendar", **where, json=renamed, headers=matching(2))
    assert (answer.json()["name"], answer.json()["version"]) == ("Ancien agenda", 3)
    addressed = renamed | {"url": "https://agenda.example/a.ics"}
    assert (
        await doctor.call("replaceOutsideCalendar", **where, json=addressed, headers=matching(3))
    ).status_code == 422
    assert "Secret" not in str(connected.sql("SELECT * FROM outside_calendars"))


async def test_a_file_that_is_no_calendar_too_large_or_endless_is_refused_and_leaves_nothing(
    doctor: SignedIn, connected: Database
) -> None:
    for content, headers, status in (
        ("<html></html>", {}, 422),
        (at_ten()[:-20], {}, 422),
        (b"\x00\xff\x00", {}, 422),
        (at_ten(), {"Content-Type": "application/json"}, 400),
        ("x" * 5_000_001, {}, 413),
    ):
        answer = await upload(doctor, content, **headers)
        assert answer.status_code == status, answer.text
    assert count(connected, "outside_calendars") == count(connected, "outside_busy") == 0


async def test_a_file_of_more_than_a_megabyte_is_read_though_other_bodies_stop_there(
    doctor: SignedIn,
) -> None:
    padded = at_ten().replace("PRODID:-//x//", "PRODID:-//x//\r\n" + "X-LONG:" + "x" * 2_000_000)
    assert (await upload(doctor, padded)).status_code == 201
    big = {"kind": "ics_url", "name": "x", "url": "https://a.example/" + "x" * 2_000_000}
    assert (await doctor.call("addOutsideCalendar", json=big)).status_code == 413


async def test_a_file_replaces_no_agenda_that_has_an_address(doctor: SignedIn, host: FakeHost) -> None:
    host.pages["/a.ics"] = page(at_ten())
    calendar = await add(doctor, host.url("/a.ics"))
    answer = await doctor.call(
        "replaceOutsideCalendarFile", calendar_id=calendar["id"], content=ics(), headers=FILE | matching(1)
    )
    assert answer.status_code == 422


async def test_row_level_security_hides_the_agendas_of_another_community(
    doctor: SignedIn, make_community: MakeCommunity, host: FakeHost, connected: Database
) -> None:
    import psycopg

    from api.core.db import plain_url

    host.pages["/a.ics"] = page(at_ten())
    await add(doctor, host.url("/a.ics"))
    other = (await make_community("Ailleurs")).id
    with psycopg.connect(plain_url(connected.app_url)) as session:
        for community, seen in ((doctor.community_id, 1), (other, 0), (None, 0)):
            session.execute("SELECT set_config('app.community_id', %s, false)", [str(community or "")])
            assert session.execute("SELECT count(*) FROM outside_calendars").fetchone() == (seen,)
