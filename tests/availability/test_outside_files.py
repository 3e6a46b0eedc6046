"""Agendas given as a file; and agendas of another community."""

from typing import Any

from tests.availability.conftest import Opens, count, tomorrow_at
from tests.availability.elsewhere import add, at_ten, free, ics, matching
from tests.conftest import Database
from tests.fake_host import FakeHost, page
from tests.roles import MakeCommunity, SignedIn

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
