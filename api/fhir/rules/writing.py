"""The Bundle of a search as JSON text. Pure.

An answer has hundreds of slots that differ by their id and their hours: what the slots of an opening share
is written once. Made as objects and dumped, they took two thirds of a search's time.
"""

import json
import re
from collections.abc import Iterable, Sequence
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


Parts = tuple[bytes, bytes, bytes, bytes, bytes, bytes | None]
"""What surrounds the hours in the entries of an opening's slots; the last only where they have a page."""


class SlotEntries:
    """The entries of the slots of openings that differ by their hours alone. `frame`: what they share
    (`slot_frame`); `base`: the address of the server where they are read; `site`: that of the web app, where
    they are booked; `booked_with`: whom the page of their address is about, None when they have none."""

    def __init__(self, frame: Resource, base: str, site: str, booked_with: UUID | None) -> None:
        page = None if booked_with is None else booking_page(site, booked_with, _ID)
        template = dumped(_entry(slot(frame, _ID, (_START, _END), page), base, "match"))
        between = [part.encode() for part in re.split(f"{_ID}|{_START}|{_END}", template)]
        self._address, self._id, self._start, self._end, self._rest = between[:5]
        self._after_page = between[5] if page else None

    def of(self, opening: bytes) -> Parts:
        """What surrounds the hours of those whose ids begin so: with the opening's part, and its dot."""
        # Its address, its id, its hours, in that order; then its page, which has its id again.
        rest = self._rest if self._after_page is None else self._rest + opening
        return (
            b"," + self._address + opening,
            self._id + opening,
            self._start,
            self._end,
            rest,
            self._after_page,
        )


Pieces = tuple[bytes, bytes, bytes]
"""An entry, and the comma before it: what comes before what its opening's slots share, that, what follows."""


def pieces(parts: Parts, when: When) -> Pieces:
    """One of them. All that an answer is made of is joined at once, from as few pieces as share the rest."""
    address, named, starts, ends, rest, after_page = parts
    stamp, start, end = when
    before = b"".join((address, stamp, named, stamp))
    if after_page is None:
        return before, starts, b"".join((start, ends, end, rest))
    return before, starts, b"".join((start, ends, end, rest, stamp, after_page))


def included(resource: Resource, base: str) -> bytes:
    """What a search includes besides the slots, as an entry."""
    return dumped(_entry(resource, base, "include")).encode()


def bundle(
    slots: Sequence[bytes],
    includes: Iterable[bytes] = (),
    *,
    total: int,
    base: str,
    asked: str,
    for_communities: bool,
) -> bytes:
    """The answer to a search with these entries: slots (in the pieces of `pieces`), then what is included.
    `total` counts all the slots that were found, `asked` is the query as it was received.

    The profile of flow INT_R04 wants four entries, so an empty answer has that of INT_R01, as in the guide.
    """
    head = dumped(
        {
            "resourceType": "Bundle",
            "meta": {"profile": [codes.CPTS_BUNDLE if for_communities and slots else codes.BUNDLE]},
            "type": "searchset",
            "total": total,
            "link": [{"relation": "self", "url": f"{base}/fhir/Slot{'?' if asked else ''}{asked}"}],
        }
    ).encode()
    if not slots:
        return head
    # Half a megabyte is copied once: the first comma is part of the first piece.
    after = [piece for entry in includes for piece in (b",", entry)]
    return b"".join((head[:-1], b',"entry":[', slots[0][1:], *slots[1:], *after, b"]}"))


def _entry(resource: Resource, base: str, mode: str) -> Resource:
    address = f"{base}/fhir/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": address, "resource": resource, "search": {"mode": mode}}
