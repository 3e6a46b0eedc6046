"""The feed of a professional's appointments, as the agenda they already keep reads it. Pure.

Whoever has the address reads it, and agendas of others keep it: so it says that something is there, under
the number of the request at most. Never a name, an age, a need, nor an address where somebody lives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import content_lines
from api.core.ics import writing

TITLE = "RDV Maillage"

_PACE = "PT15M"
"""How often an agenda is asked to come again. Each does as it likes: Google's takes hours."""


@dataclass(frozen=True)
class FeedEvent:
    """One line of the feed. `place` is a practice's; `busy` false for an opening, which leaves free."""

    id: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    busy: bool
    number: str | None = None
    place: str | None = None


def appointment_uid(appointment_id: UUID, ending: str) -> str:
    """The same for the life of an appointment, so that an agenda moves it rather than doubles it."""
    return f"{appointment_id}{ending}"


def feed(events: Iterable[FeedEvent], zone: ZoneInfo, at: datetime) -> bytes:
    """The whole calendar, the same bytes as long as nothing changes in it."""
    events = sorted(events, key=lambda event: (event.starts_at, event.id))
    years = [event.starts_at.year for event in events] + [event.ends_at.year for event in events] + [at.year]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Maillage//Rendez-vous//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{TITLE}",
        f"X-WR-TIMEZONE:{zone.key}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_PACE}",
        f"X-PUBLISHED-TTL:{_PACE}",
        *writing.time_zone(zone, min(years) - 1, max(years) + 1),
    ]
    for event in events:
        lines += _event(event, zone)
    return content_lines.written([*lines, "END:VCALENDAR"])


def _event(event: FeedEvent, zone: ZoneInfo) -> list[str]:
    title = TITLE if event.busy else "Ouvert sur Maillage"
    title = f"{title} {event.number}" if event.number else title
    return [
        "BEGIN:VEVENT",
        f"UID:{event.id}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{writing.utc(event.changed_at)}",
        f"LAST-MODIFIED:{writing.utc(event.changed_at)}",
        writing.when("DTSTART", event.starts_at, zone),
        writing.when("DTEND", event.ends_at, zone),
        f"SUMMARY:{content_lines.text(title)}",
        *([f"LOCATION:{content_lines.text(event.place)}"] if event.place else []),
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{'BUSY' if event.busy else 'FREE'}",
        "END:VEVENT",
    ]
