"""Finding the calendars of a CalDAV account (RFC 6764 §6, RFC 5397, RFC 4791 §6.2). Pure."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from api.core.ics.multistatus import CALDAV, DAV, root_of
from api.core.ics.results import NotACalendar

QUESTION = b"""<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>
 <D:resourcetype/><D:displayname/><D:current-user-principal/>
 <C:calendar-home-set/><C:supported-calendar-component-set/>
</D:prop></D:propfind>
"""

WELL_KNOWN = "/.well-known/caldav"

LONGEST_NAME = 60


@dataclass(frozen=True)
class Resource:
    """What a server says of one address: `href` is relative to that of the answer, like the others.

    `events`: a calendar that takes events, not only tasks. `principal`: whose account it is; `home`: where
    the calendars of that account are.
    """

    href: str
    name: str
    calendar: bool
    events: bool
    principal: str | None
    home: str | None


def headers(depth: int) -> dict[str, str]:
    """Of a PROPFIND about an address alone (0), or with what is in it (1)."""
    return {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}


def resources(answer: bytes) -> list[Resource]:
    """What a PROPFIND found. Raises NotACalendar for anything else than a multistatus."""
    try:
        text = answer.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotACalendar("It is no XML in UTF-8") from error
    found = (_resource(response) for response in root_of(text).findall(f"{DAV}response"))
    return [resource for resource in found if resource is not None]


def _resource(response: Element) -> Resource | None:
    href = (response.findtext(f"{DAV}href") or "").strip()
    if not href:
        return None
    known = [
        prop
        for stat in response.findall(f"{DAV}propstat")
        if " 200" in (stat.findtext(f"{DAV}status") or "")
        for prop in stat.findall(f"{DAV}prop")
    ]
    kinds = [
        component.get("name", "").upper()
        for prop in known
        for component in prop.findall(f"{CALDAV}supported-calendar-component-set/{CALDAV}comp")
    ]
    return Resource(
        href=href,
        name=_name(_first(known, f"{DAV}displayname"), href),
        calendar=any(prop.find(f"{DAV}resourcetype/{CALDAV}calendar") is not None for prop in known),
        events=not kinds or "VEVENT" in kinds,
        principal=_first(known, f"{DAV}current-user-principal/{DAV}href"),
        home=_first(known, f"{CALDAV}calendar-home-set/{DAV}href"),
    )


def _first(known: list[Element], path: str) -> str | None:
    """The first text that stands there."""
    texts = ((prop.findtext(path) or "").strip() for prop in known)
    return next((text for text in texts if text), None)


def _name(displayed: str | None, href: str) -> str:
    """How its owner calls it, else the end of its address."""
    name = displayed or href.rstrip("/").rpartition("/")[2]
    return "".join(letter if letter.isprintable() else " " for letter in name).strip()[:LONGEST_NAME]
