"""The Bundle of a search as JSON text. Pure.

An answer has hundreds of slots that differ by their id and their hours: what the slots of an opening share
is written once. Made as objects and dumped, they took two thirds of a search's time.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules import instant as instant_of
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


@lru_cache(maxsize=32_768)
def instant_at(second: int, zone: ZoneInfo) -> str:
    """The same of a whole second since 1970: the slots of a territory start at the same few hundred."""
    return instant(instant_of(second), zone)


class SlotEntries:
    """The entries of the slots of one opening. `frame`: what they share (`slot_frame`); `base`: the address
    of the server where they are read; `site`: that of the web app, where they are booked; `booked_with`: whom
    the page of their address is about, None when they have none."""

    def __init__(self, frame: Resource, base: str, site: str, booked_with: UUID | None) -> None:
        page = None if booked_with is None else booking_page(site, booked_with, _ID)
        template = dumped(_entry(slot(frame, _ID, (_START, _END), page), base, "match"))
        *self._between, last = re.split(f"{_ID}|{_START}|{_END}", template)
        self._last = last if page else None
        if page is None:
            self._between.append(last)

    def entry(self, slot_id: str, start: str, end: str) -> str:
        """One of them; `slot_id` in FHIR's form, `start` and `end` as `instant` gives them."""
        # Its address, its id, its hours, in that order: joined so, it takes a sixth of a template's time.
        one, two, three, four, five = self._between
        written = f"{one}{slot_id}{two}{slot_id}{three}{start}{four}{end}{five}"
        return written if self._last is None else f"{written}{slot_id}{self._last}"


def bundle(
    matches: Sequence[str],
    included: Iterable[Resource],
    *,
    total: int,
    base: str,
    asked: str,
    for_communities: bool,
) -> str:
    """The answer to a search, its matches already written. `total` counts all that was found, `asked` is the
    query as it was received.

    The profile of flow INT_R04 wants four entries, so an empty answer has that of INT_R01, as in the guide.
    """
    others = [_entry(resource, base, "include") for resource in included]
    # All of them at once: an encoder takes longer to start than to write one.
    entries = [*matches, _written(others)[1:-1]] if others else matches
    head = dumped(
        {
            "resourceType": "Bundle",
            "meta": {"profile": [codes.CPTS_BUNDLE if for_communities and entries else codes.BUNDLE]},
            "type": "searchset",
            "total": total,
            "link": [{"relation": "self", "url": f"{base}/fhir/Slot{'?' if asked else ''}{asked}"}],
        }
    )
    return f'{head[:-1]},"entry":[{",".join(entries)}]}}' if entries else head


def _entry(resource: Resource, base: str, mode: str) -> Resource:
    address = f"{base}/fhir/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": address, "resource": resource, "search": {"mode": mode}}
