"""Who of the territory is seeing people at this instant, by their openings."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import openings_visible_to
from api.availability.rules import Busy, Occurrence
from api.availability.service import standing, times
from api.availability.service.opening_columns import WHEN
from api.availability.tables import Opening
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.identity.policy import present_community

AHEAD = standing.LONGEST_DAY
"""Seconds: a presence is followed that far, which is longer than any."""


async def list_open_professionals(db: AsyncSession, actor: Actor) -> wire.OpenProfessionalList:
    """Those of the present community whose opening runs now, with the place and until when.

    Only openings that the actor may see; what is closed, by an absence or by hand, is not there.
    """
    at = clock.now()
    here = present_community(actor)
    rows = await times.openings(db, openings_visible_to(actor), Opening.community_id == here, columns=WHEN)
    settings = await times.settings_of(db, {here}, at)
    now, zone = rules.seconds(at), settings[here].zone
    # From yesterday on: a night goes on into today's first hours.
    first, last = rules.local_day(now - standing.LONGEST_DAY, zone), rules.local_day(now + AHEAD, zone)
    found: dict[tuple[UUID, UUID], list[Occurrence]] = defaultdict(list)
    for row in rows:
        found[row.professional_id, row.practice_id] += rules.occurrences(
            row, settings[here].calendar, first, last
        )
    busy = await standing.against(
        db, {professional_id for professional_id, _ in found}, (now, now + AHEAD), at, openings=()
    )
    items = []
    for (professional_id, practice_id), around in found.items():
        closed = busy.get(professional_id, Busy()).closed
        until = rules.there_until(around, closed, now)
        if until is not None:
            items.append(
                wire.OpenProfessional(
                    professional_id=professional_id,
                    practice_id=practice_id,
                    open_until=rules.instant(until),
                )
            )
    return wire.OpenProfessionalList(items=items, next_cursor=None, as_of=at)
