"""Structures of the territory, and which of them are open now."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.directory.geography import with_arrondissements, zone_of
from api.directory.rules import OpenState, open_state, plain_words
from api.directory.service.duties import on_duty_until
from api.directory.service.views import organisation_view
from api.directory.tables import Organisation
from api.identity import service as identity
from api.identity.policy import present_community

SHOWN_OPEN = (
    wire.OrganisationKind.unscheduled_care_centre,
    wire.OrganisationKind.out_of_hours,
    wire.OrganisationKind.health_centre,
)
"""Kinds of places where anybody may be sent without an appointment elsewhere, in the order of the list."""


async def search_organisations(
    db: AsyncSession, actor: Actor, query: wire.SearchOrganisationsQuery
) -> wire.OrganisationList:
    """The structures of the territory whose name has all the words of `q`, by name."""
    community = await identity.community_of(db, present_community(actor))
    wanted = select(Organisation).where(
        Organisation.is_active, Organisation.commune_insee.in_(with_arrondissements(community.communes))
    )
    for word in plain_words(query.q or ""):
        wanted = wanted.where(Organisation.search_text.contains(word, autoescape=True))
    if query.kind is not None:
        wanted = wanted.where(Organisation.kind == query.kind)
    keys = [Key(Organisation.search_text), Key(Organisation.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    rows = [row[0] for row in page.items]
    states = await states_of(db, actor, rows, clock.now())
    items = [organisation_view(row, state) for row, state in zip(rows, states, strict=True)]
    return wire.OrganisationList(items=items, next_cursor=page.next_cursor)


async def organisation_of(
    db: AsyncSession, organisation_id: UUID, *, to_change: bool = False
) -> Organisation:
    """The structure of that id, locked when it is to change. NotFound."""
    row = await db.get(Organisation, organisation_id, with_for_update=to_change)
    if row is None:
        raise NotFound("No such structure")
    return row


async def states_of(
    db: AsyncSession, actor: Actor, rows: Sequence[Organisation], at: datetime
) -> list[wire.OpenState]:
    """Whether each of these structures is open at `at`, in their order, each on its own clock; and on duty,
    in the actor's community."""
    duties = await on_duty_until(db, actor, [row.id for row in rows], at)
    states = []
    for row in rows:
        now = _state(row, zone_of(row.commune_insee), at)
        states.append(
            wire.OpenState(
                is_open=now.is_open,
                open_until=now.open_until,
                opens_at=now.opens_at,
                on_duty_until=duties.get(row.id),
            )
        )
    return states


async def list_open_now(db: AsyncSession, actor: Actor) -> wire.OpenPlaceList:
    """Where one can go or call at this instant, then what opens soonest."""
    at = clock.now()
    items = await open_places(db, present_community(actor), at)
    return wire.OpenPlaceList(items=items, next_cursor=None, as_of=at)


async def open_places(db: AsyncSession, community_id: UUID, at: datetime) -> list[wire.OpenPlace]:
    """The places of the territory that see people without an appointment: open ones, then by next opening.

    Computed from their calendars at `at`, on the clock of the territory (domain rules §0.5).
    """
    community = await identity.community_of(db, community_id)
    zone = identity.zone_of(community)
    rows = await db.scalars(
        select(Organisation).where(
            Organisation.is_active,
            Organisation.kind.in_(SHOWN_OPEN),
            Organisation.commune_insee.in_(with_arrondissements(community.communes)),
        )
    )
    states = [(row, _state(row, zone, at)) for row in rows]
    states.sort(key=lambda pair: _rank(*pair))
    return [
        wire.OpenPlace(
            organisation_id=row.id,
            kind=row.kind,
            name=row.name,
            phone=row.phone,
            instruction=wire.PlaceInstruction(row.instruction),
            is_open=state.is_open,
            open_until=state.open_until,
            opens_at=state.opens_at,
        )
        for row, state in states
    ]


def _state(row: Organisation, zone: ZoneInfo, at: datetime) -> OpenState:
    return open_state(row.hours, insee=row.commune_insee, zone=zone, at=at, exceptions=row.exceptions)


def _rank(row: Organisation, state: OpenState) -> tuple[bool, bool, float, int, str]:
    """Open ones by kind; then those that open, soonest first; then those of which nothing is known."""
    opens = state.opens_at.timestamp() if state.opens_at else 0.0
    known = state.is_open or state.opens_at is not None
    return not state.is_open, not known, opens, SHOWN_OPEN.index(row.kind), row.search_text
