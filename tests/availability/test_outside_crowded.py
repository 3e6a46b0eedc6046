"""Endless agendas, and servers that never end: whoever sends them keeps nobody else away."""

import asyncio

from api.availability.service.outside import read_due
from tests.availability.conftest import Opens, count
from tests.availability.elsewhere import at_ten, free, matching
from tests.availability.test_outside_files import upload
from tests.conftest import Database
from tests.fake_host import Asked, FakeHost, page
from tests.roles import SignedIn

ENDLESS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\nBEGIN:VEVENT\r\nUID:1@ailleurs.example\r\n"
    "DTSTART:19000101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
"""Something every second since 1900: reading it ends with the process that does."""

FILE = {"Content-Type": "text/calendar"}


async def test_while_two_endless_agendas_of_one_person_are_read_another_persons_file_is_read_at_once(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, host: FakeHost, connected: Database
) -> None:
    """Their second one waits for the first: it does not take the other place. The file, meanwhile, does."""
    await opens(colleague, slot_minutes=60)
    served = asyncio.Event()

    async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await page(ENDLESS)(asked, writer)
        served.set()

    body = {"kind": "ics_url", "name": "Sans fin", "url": host.url("/sans-fin.ics")}
    host.pages["/sans-fin.ics"] = endless
    for _ in range(2):
        assert (await doctor.call("addOutsideCalendar", json=body)).status_code == 201
    reading = asyncio.create_task(read_due(doctor.community_id))
    await served.wait()
    assert (await upload(colleague, at_ten())).status_code == 201
    assert not reading.done()
    assert await free(doctor) == ["09:00", "11:00"]
    assert await reading == 2
    listed = (await doctor.call("listOutsideCalendars")).json()["items"]
    assert [one["last_error"] for one in listed] == ["too_complex"] * 2


async def test_a_second_file_of_the_same_person_is_told_to_come_back_while_the_first_is_read(
    doctor: SignedIn, connected: Database
) -> None:
    known = (await upload(doctor, at_ten())).json()
    # Both are on their way: the one that comes to be read second is refused, whichever it is.
    sent = [asyncio.create_task(upload(doctor, ENDLESS)) for _ in range(2)]
    done, [first] = await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
    newer = await doctor.call(
        "replaceOutsideCalendarFile",
        calendar_id=known["id"],
        content=at_ten(),
        headers=FILE | matching(1),
    )
    assert not first.done()
    for answer in (done.pop().result(), newer):
        assert (answer.status_code, answer.json()["type"]) == (429, "reading_too_soon")
        assert int(answer.headers["retry-after"]) == 30
    assert (await first).status_code == 422
    assert count(connected, "outside_calendars") == 1


async def test_ten_slow_servers_of_one_person_leave_room_for_the_agendas_of_others(
    doctor: SignedIn, colleague: SignedIn, host: FakeHost, connected: Database
) -> None:
    """Two of them at a time: the other person's agenda is in the very first turn."""
    come, ended = asyncio.Event(), asyncio.Event()

    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        await page(status=503)(asked, writer)

    async def prompt(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await page(at_ten())(asked, writer)
        come.set()

    host.pages |= {"/lent.ics": slow, "/a.ics": prompt}
    body = {"kind": "ics_url", "name": "Lent", "url": host.url("/lent.ics")}
    for _ in range(10):
        assert (await doctor.call("addOutsideCalendar", json=body)).status_code == 201
    other = body | {"name": "Cabinet", "url": host.url("/a.ics")}
    assert (await colleague.call("addOutsideCalendar", json=other)).status_code == 201
    reading = asyncio.create_task(read_due(doctor.community_id))
    await come.wait()
    assert len(host.asked) <= 3
    ended.set()
    assert await reading == 11
