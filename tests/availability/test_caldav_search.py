"""The calendars of a CalDAV account are found from the address that its owner knows; nothing is kept."""

from typing import Any

import pytest

from api.availability.rules import same_house
from tests.conftest import Database
from tests.contract.contents import contents
from tests.fake_host import FakeHost, Serve, endless, page, redirect
from tests.roles import AsRole, SignedIn

SIGN_IN = {"user_name": "moi", "password": "mot-de-passe-d-application"}


def said(href: str, *props: str, status: str = "200 OK") -> str:
    """What a server says of one address."""
    return (
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{''.join(props)}</d:prop>"
        f"<d:status>HTTP/1.1 {status}</d:status></d:propstat></d:response>"
    )


def answer(*responses: str) -> Serve:
    """A multistatus."""
    spaces = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    text = (
        f'<?xml version="1.0" encoding="utf-8"?><d:multistatus {spaces}>{"".join(responses)}</d:multistatus>'
    )
    return page(text, status=207, media="application/xml")


CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
FOLDER = "<d:resourcetype><d:collection/></d:resourcetype>"


def named(name: str) -> str:
    """Its name there."""
    return f"<d:displayname>{name}</d:displayname>"


def takes(*components: str) -> str:
    """What it may hold."""
    held = "".join(f'<c:comp name="{component}"/>' for component in components)
    return f"<c:supported-calendar-component-set>{held}</c:supported-calendar-component-set>"


def account(host: FakeHost, *, root: str = "/dav/") -> None:
    """A server as Nextcloud, Radicale or Apple are: principal, home of the calendars, calendars."""
    host.pages["/.well-known/caldav"] = redirect(root, 301)
    whose = "<d:current-user-principal><d:href>/dav/principals/moi/</d:href></d:current-user-principal>"
    host.pages[root] = answer(said(root, FOLDER, whose))
    home = "<c:calendar-home-set><d:href>/dav/calendars/moi/</d:href></c:calendar-home-set>"
    host.pages["/dav/principals/moi/"] = answer(said("/dav/principals/moi/", home))
    host.pages["/dav/calendars/moi/"] = answer(
        said("/dav/calendars/moi/", FOLDER, named("moi")),
        said(
            "/dav/calendars/moi/cabinet/", CALENDAR, named("Cabinet &amp; visites"), takes("VEVENT", "VTODO")
        ),
        said("/dav/calendars/moi/maison/", CALENDAR),
        said("/dav/calendars/moi/taches/", CALENDAR, named("Tâches"), takes("VTODO")),
        said("/dav/calendars/moi/inbox/", "<d:resourcetype><d:collection/></d:resourcetype>"),
        said("https://169.254.169.254/dav/", CALENDAR, named("Piège")),
        said("https://ailleurs.example/dav/", CALENDAR, named("Chez un autre")),
        said("/dav/calendars/moi/ancien/", CALENDAR, named("Retiré"), status="404 Not Found"),
    )


async def search(who: SignedIn, url: str, **more: Any) -> dict[str, Any]:
    """What is found at an address."""
    found = await who.call("findCaldavCalendars", json={"url": url} | SIGN_IN | more)
    assert found.status_code == 200, found.text
    return found.json()


@pytest.mark.parametrize("path", ["", "/", "/dav/", "/.well-known/caldav", "/apps/calendar/"])
async def test_the_calendars_of_an_account_are_found_from_its_server_its_root_or_a_page_of_it(
    doctor: SignedIn, host: FakeHost, connected: Database, path: str
) -> None:
    account(host)
    host.pages["/apps/calendar/"] = page("<html>Mon agenda</html>", media="text/html")
    before = contents(connected)
    found = await search(doctor, host.url(path))
    assert found["error"] is None
    assert [(one["name"], one["url"]) for one in found["calendars"]] == [
        ("Cabinet & visites", host.url("/dav/calendars/moi/cabinet/")),
        ("maison", host.url("/dav/calendars/moi/maison/")),
    ]
    assert {asked.method for asked in host.asked} == {"PROPFIND"}
    assert host.asked[-1].headers["depth"] == "1"
    assert all("authorization" in asked.headers for asked in host.asked)
    assert contents(connected) == before, "nothing is kept, the password least of all"


async def test_the_address_of_one_calendar_is_that_calendar(doctor: SignedIn, host: FakeHost) -> None:
    host.pages["/dav/c/"] = answer(said("/dav/c/", CALENDAR, named("Gardes")))
    found = await search(doctor, host.url("/dav/c/"))
    assert found["calendars"] == [{"name": "Gardes", "url": host.url("/dav/c/")}]
    assert len(host.asked) == 1


@pytest.mark.parametrize(
    ("serve", "error"),
    [
        (page(status=401), "sign_in_refused"),
        (page(status=404), "vanished"),
        (page(status=500), "answered_error"),
        (page("<html></html>", media="text/html"), "not_a_calendar"),
        (page('<!DOCTYPE a [<!ENTITY a "aa">]><a>&a;</a>', status=207), "not_a_calendar"),
        (page("\xff\xfe".encode("utf-16"), status=207), "not_a_calendar"),
        (answer(), "not_a_calendar"),
        (answer(said("/", FOLDER)), "not_a_calendar"),
        (endless(50_000_000), "too_large"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "address_refused"),
        (redirect("https://localhost/dav/"), "address_refused"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_server_where_no_calendar_is_found_says_why(
    doctor: SignedIn, host: FakeHost, serve: Serve, error: str
) -> None:
    host.pages["/"] = serve
    assert await search(doctor, host.url("/")) == {"calendars": [], "error": error}


@pytest.mark.parametrize(
    "inside", ["https://127.0.0.1/dav/", "https://169.254.169.254/", "http://10.0.0.8/dav/"]
)
async def test_an_account_that_names_an_inside_address_leads_nowhere(
    doctor: SignedIn, host: FakeHost, inside: str
) -> None:
    home = f"<c:calendar-home-set><d:href>{inside}</d:href></c:calendar-home-set>"
    host.pages["/"] = answer(said("/", FOLDER, home))
    assert await search(doctor, host.url("/")) == {"calendars": [], "error": "address_refused"}


@pytest.mark.parametrize(
    ("given", "named", "may"),
    [
        ("caldav.icloud.com", "caldav.icloud.com", True),
        ("caldav.icloud.com", "p42-caldav.icloud.com", True),
        ("nuage.cabinet.example", "dav.cabinet.example", True),
        ("nuage.cabinet.example", "cabinet.example.ailleurs.example", False),
        ("nuage.cabinet.example", "fauxcabinet.example", False),
        ("cabinet.example", "ailleurs.example", False),
        ("198.51.100.7", "203.0.100.7", False),
        ("198.51.100.7", "198.51.100.8", False),
    ],
)
def test_a_password_goes_to_the_host_it_was_given_for_and_to_those_beside_it(
    given: str, named: str, may: bool
) -> None:
    assert same_house(given, named) is may


async def test_an_address_that_is_not_to_be_reached_is_refused_by_name(doctor: SignedIn) -> None:
    for url in ("http://agenda.example/", "https://moi:secret@agenda.example/", "https://192.168.1.1/dav/"):
        refused = await doctor.call("findCaldavCalendars", json={"url": url})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/url")


async def test_who_has_no_agenda_finds_none(as_role: AsRole) -> None:
    coordinator = await as_role("coordinator")
    refused = await coordinator.call("findCaldavCalendars", json={"url": "https://agenda.example/"})
    assert refused.status_code == 403


async def test_what_was_found_is_added_and_read(doctor: SignedIn, host: FakeHost) -> None:
    account(host)
    [first, _] = (await search(doctor, host.url("/")))["calendars"]
    body = {"kind": "caldav", "name": first["name"], "url": first["url"]} | SIGN_IN
    added = await doctor.call("addOutsideCalendar", json=body)
    assert (added.status_code, added.json()["host"]) == (201, "127.0.0.1")
