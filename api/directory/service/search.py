"""The directory's search: what was meant, who is found, what the territory holds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core.actor import Actor
from api.core.paging import page_of
from api.core.problems import FieldError, InvalidInput
from api.directory import geography
from api.directory.rules import Understanding, understand
from api.directory.service.matching import Search, Word, codes_of, everybody, kilometres
from api.directory.service.spelling import LEAST_RESEMBLANCE, names_among, near_words
from api.directory.service.views import summary_view
from api.directory.tables import Membership, Practice, Professional
from api.identity import service as identity
from api.identity.policy import present_community
from api.identity.tables import Community

COUNTED_UP_TO = 1000
ENOUGH = 5
"""Below so many names that hold the words as typed, those that only resemble them are shown too."""

_SHOWN = (
    Professional.id,
    Professional.title,
    Professional.given_name,
    Professional.family_name,
    Professional.profession_code,
    Professional.specialty_codes,
    Membership.id.label("membership_id"),
    Membership.accepts_new_patients,
    Membership.home_visits,
    func.coalesce(Membership.unscheduled_care, False).label("unscheduled_care"),
)


async def search_professionals(
    db: AsyncSession, actor: Actor, query: wire.SearchProfessionalsQuery
) -> wire.ProfessionalHitList:
    """The professionals of the territory who fit, best first.

    Accents, hyphens, typos and partial words are forgiven; words of French for a profession, a specialty or
    a need are understood and said back. InvalidInput when half of a point is given, or a radius without one.
    """
    community = await identity.community_of(db, present_community(actor))
    point = _point(query)
    await _settle(db)
    communes = geography.with_arrondissements(community.communes)
    asked = understand(query.q or "", communes=_names_of(community))
    if asked.doubtful and (names := await names_among(db, everybody(community.id, communes), asked.doubtful)):
        asked = understand(query.q or "", communes=_names_of(community), names=names)
    search = _search(community, communes, query, asked, point)
    if search.words and await _count(db, search, up_to=ENOUGH) < ENOUGH:
        search = replace(search, words=await near_words(db, search))
    found = search.statement(*_SHOWN, search.score().label("score"))
    page = await page_of(db, found, keys=search.keys(), cursor=query.cursor, limit=query.limit)
    whole = query.cursor is None and page.next_cursor is None
    total = len(page.items) if whole else await _count(db, search, up_to=COUNTED_UP_TO)
    places = await _places(db, search, [row.id for row in page.items])
    return wire.ProfessionalHitList(
        items=[_hit(row, places.get(row.id)) for row in page.items],
        next_cursor=page.next_cursor,
        total=total,
        understood=list(asked.labels),
    )


async def _settle(db: AsyncSession) -> None:
    """How PostgreSQL works for the rest of this transaction.

    A plan made once for any word and any territory is a bad one for each (measured: 45 ms instead of 5).
    """
    settings = {
        "plan_cache_mode": "force_custom_plan",
        "pg_trgm.word_similarity_threshold": str(LEAST_RESEMBLANCE),
    }
    await db.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))


def _point(query: wire.SearchProfessionalsQuery) -> tuple[float, float] | None:
    """The point from which distances are measured."""
    if query.latitude is not None and query.longitude is not None:
        return query.latitude, query.longitude
    errors = []
    if query.latitude is not None or query.longitude is not None:
        missing = "longitude" if query.longitude is None else "latitude"
        errors.append(FieldError(f"/query/{missing}", "Give latitude and longitude together"))
    elif query.radius_km is not None:
        errors.append(FieldError("/query/radius_km", "A radius needs a latitude and a longitude"))
    if errors:
        raise InvalidInput(errors=errors)
    return None


def _names_of(community: Community) -> dict[str, str]:
    known = geography.communes()
    return {insee: known[insee].name for insee in community.communes if insee in known}


def _search(
    community: Community,
    communes: frozenset[str],
    query: wire.SearchProfessionalsQuery,
    asked: Understanding,
    point: tuple[float, float] | None,
) -> Search:
    commune = query.commune_insee or asked.commune_insee
    professions = [asked.professions, {query.profession_code} if query.profession_code else ()]
    specialties = [asked.specialties, codes_of(query.specialty_code) if query.specialty_code else ()]
    return Search(
        community_id=community.id,
        communes=communes,
        within=geography.with_arrondissements([commune]) if commune else None,
        words=[Word(name) for name in asked.names],
        rpps=asked.rpps,
        professions=[codes for codes in professions if codes],
        specialties=[codes for codes in specialties if codes],
        point=point,
        radius_km=query.radius_km,
        new_patients=True if asked.new_patients else query.accepts_new_patients,
        unscheduled_care=True if asked.unscheduled_care else query.unscheduled_care,
        home_visits=True if asked.home_visits else query.home_visits,
    )


async def _count(db: AsyncSession, search: Search, *, up_to: int) -> int:
    found = search.statement(literal(1)).limit(up_to).subquery()
    return (await db.execute(select(func.count()).select_from(found))).scalar_one()


async def _places(
    db: AsyncSession, search: Search, professional_ids: Sequence[UUID]
) -> dict[UUID, tuple[Practice, float | None]]:
    """The place of each to show, with its distance in kilometres when a point was given."""
    if not professional_ids:
        return {}
    distance = literal(None) if search.point is None else kilometres(search.point)
    rows = await db.execute(
        select(Practice, distance)
        .where(Practice.professional_id.in_(professional_ids), Practice.is_active)
        .order_by(Practice.professional_id, *search.place_order())
        .ext(distinct_on(Practice.professional_id))
    )
    return {practice.professional_id: (practice, kilometres_away) for practice, kilometres_away in rows}


def _hit(row: Row[Any], placed: tuple[Practice, float | None] | None) -> wire.ProfessionalHit:
    practice, distance = placed or (None, None)
    return wire.ProfessionalHit(
        professional=summary_view(
            row._mapping,
            professional_id=row.id,
            sector=practice.sector if practice else None,
            commune_name=practice.commune_name if practice else None,
        ),
        practice_id=practice.id if practice else None,
        practice_name=practice.name if practice else None,
        address_line=practice.address_line if practice else None,
        latitude=practice.latitude if practice else None,
        longitude=practice.longitude if practice else None,
        phone=practice.phone if practice else None,
        distance_km=None if distance is None else round(distance, 2),
        is_member=row.membership_id is not None,
        accepts_new_patients=row.accepts_new_patients,
        home_visits=row.home_visits,
        unscheduled_care=row.unscheduled_care,
        score=round(row.score, 3),
    )
