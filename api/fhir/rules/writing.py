"""The Bundle of a search as JSON text. Pure.

An answer has hundreds of slots that differ by their id and their hours: what the slots of an opening share
is written once. Made as objects and dumped, they took two thirds of a search's time.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules import instant as instant_of
from api.availability.rules import slot_stamp
from api.fhir.rules import codes
from api.fhir.rules.landing import booking_page
from api.fhir.rules.resources import Resource, slot

_ID, _START, _END = "@@id@@", "@@start@@", "@@end@@"
"""What stands in a template for what differs. No JSON of ours holds these otherwise."""

_written = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def dumped(resource: Resource) -> str:
    """The resource as JSON text, without spaces."""
    return _written(resource)


def instant(at: datetime, zone: ZoneInfo) -> str:
    """`2026-11-23T09:00:00.000+01:00`, on the clock of the territory."""
    return at.astimezone(zone).isoformat(timespec="milliseconds")


class When(NamedTuple):
    """The hours of a slot: the part of its id that says its start, its start and its end."""

    stamp: bytes
    start: bytes
    end: bytes


@lru_cache(maxsize=32_768)
def when(start: int, lasts: int, zone: ZoneInfo) -> When:
    """Those of a slot that starts at that whole second since 1970 and lasts so many, on the clock of the
    territory: the slots of a territory start at the same few hundred."""
    ends = (instant(instant_of(second), zone).encode() for second in (start, start + lasts))
    return When(slot_stamp(start).encode(), *ends)


class SlotEntries:
    """The entries of the slots of openings that differ by their hours alone. `frame`: what they share
    (`slot_frame`); `base`: the address of the server where they are read; `site`: that of the web app, where
    they are booked; `booked_with`: whom the page of their address is about, None when they have none."""

    def __init__(self, frame: Resource, base: str, site: str, booked_with: UUID | None) -> None:
        page = None if booked_with is None else booking_page(site, booked_with, _ID)
        template = dumped(_entry(slot(frame, _ID, (_START, _END), page), base, "match"))
        between = [part.encode() for part in re.split(f"{_ID}|{_START}|{_END}", template)]
        self._one, self._two, self._three, self._four, self._five = between[:5]
        self._six = between[5] if page else None

    def entry(self, slot_id: str, start: str, end: str) -> bytes:
        """One of them; `slot_id` in FHIR's form, `start` and `end` as `instant` gives them."""
        opening, _, stamp = slot_id.partition(".")
        written: list[bytes] = []
        self.write(written, f"{opening}.".encode(), When(stamp.encode(), start.encode(), end.encode()))
        return b"".join(written)[1:]

    def write(self, to: list[bytes], opening: bytes, when: When) -> None:
        """Add one of them, and the comma before it: `opening` is the part of its id that names the opening,
        with its dot."""
        stamp, start, end = when
        # Its address, its id, its hours, in that order. All are joined at once, at the end.
        one, two, three, four, five = self._one, self._two, self._three, self._four, self._five
        if self._six is None:
            to += (b",", one, opening, stamp, two, opening, stamp, three, start, four, end, five)
        else:
            to += (
                *(b",", one, opening, stamp, two, opening, stamp, three, start, four, end, five),
                *(opening, stamp, self._six),
            )


def included(resource: Resource, base: str) -> bytes:
    """What a search includes besides the slots, as an entry."""
    return dumped(_entry(resource, base, "include")).encode()


def bundle(
    entries: Sequence[bytes],
    *,
    total: int,
    base: str,
    asked: str,
    for_communities: bool,
) -> bytes:
    """The answer to a search with these entries: slots first, then what is included. `total` counts all the
    slots that were found, `asked` is the query as it was received.

    The profile of flow INT_R04 wants four entries, so an empty answer has that of INT_R01, as in the guide.
    """
    head = dumped(
        {
            "resourceType": "Bundle",
            "meta": {"profile": [codes.CPTS_BUNDLE if for_communities and entries else codes.BUNDLE]},
            "type": "searchset",
            "total": total,
            "link": [{"relation": "self", "url": f"{base}/fhir/Slot{'?' if asked else ''}{asked}"}],
        }
    ).encode()
    return b"".join((head[:-1], b',"entry":[', b",".join(entries), b"]}")) if entries else head


def _entry(resource: Resource, base: str, mode: str) -> Resource:
    address = f"{base}/fhir/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": address, "resource": resource, "search": {"mode": mode}}
