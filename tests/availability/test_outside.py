"""Agendas kept elsewhere: read, read again, forgotten; and what they do to free slots."""

from datetime import datetime, timedelta
from typing import Any

from api.availability.service.outside import read_due
from api.core import clock
from tests.availability.conftest import Opens, booking, count, day_of, slot, tomorrow_at
from tests.availability.elsewhere import add, at_ten, free, ics, matching, shown
from tests.conftest import Database
from tests.fake_host import FakeHost, page
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn


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
    midnight = tomorrow_at(0)
    later(minutes=31)
    assert await read_due(doctor.community_id) == 1
    assert await free(colleague, midnight=midnight) == ["10:00", "11:00"]


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
    for seconds, status, times in ((0, 429, 1), (61, 200, 2)):
        later(seconds=seconds)
        answer = await doctor.call("refreshOutsideCalendar", calendar_id=calendar["id"])
        assert answer.status_code == status
        await read_due(doctor.community_id)
        assert len(host.asked) == times
        if status == 429:
            assert answer.json()["type"] == "reading_too_soon"
            assert 1 <= int(answer.headers["retry-after"]) <= 60
            assert f"in {answer.headers['retry-after']} s" in answer.json()["detail"]


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
