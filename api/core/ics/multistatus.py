"""The answer of a CalDAV server to a calendar-query (RFC 4791 §7.8), and the question itself. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from api.core.ics.results import NotACalendar, Span

DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"

_QUESTION = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
 <D:prop><C:calendar-data/></D:prop>
 <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
  <C:time-range start="{:%Y%m%dT%H%M%SZ}" end="{:%Y%m%dT%H%M%SZ}"/>
 </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>
"""

HEADERS = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}


def question(window: Span) -> bytes:
    """The body of the REPORT that asks for the events of that time."""
    return _QUESTION.format(*(datetime.fromtimestamp(edge, UTC) for edge in window)).encode()


def calendars(answer: str) -> Iterator[str]:
    """Each calendar object of a multistatus. Raises NotACalendar."""
    for data in root_of(answer).iter(f"{CALDAV}calendar-data"):
        if data.text and data.text.strip():
            yield data.text


def root_of(answer: str) -> ElementTree.Element:
    """The multistatus of a WebDAV server. Raises NotACalendar for anything else.

    A document type is refused unread: entities are how a small XML becomes a large one.
    """
    if "<!DOCTYPE" in answer.upper() or "<!ENTITY" in answer.upper():
        raise NotACalendar("An XML with entities is not read")
    try:
        root = ElementTree.fromstring(answer)  # noqa: S314  no document type, so no entity
    except (ElementTree.ParseError, ValueError) as error:
        raise NotACalendar("It is no XML") from error
    if root.tag != f"{DAV}multistatus":
        raise NotACalendar("It is no answer of a calendar server")
    return root
