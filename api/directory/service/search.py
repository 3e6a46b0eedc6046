"""The directory's search: what was meant, who is found, what the territory holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.directory import geography
from api.directory.policy import may_search_free_time
from api.directory.rules import Understanding, spoken_name, understand, unverified_on
from api.directory.service.matching import Search, Word, codes_of
from api.directory.service.measured import first_free
from api.directory.service.ranking import placed, ranked
from api.directory.service.spelling import LEAST_RESEMBLANCE, names_among, near_words
from api.directory.service.views import summary_view
from api.identity import service as identity
from api.identity.policy import present_community
from api.identity.tables import Community, CommunityRulesRow

ENOUGH = 5
"""Below so many names that hold the words as typed, those that only resemble them are shown too."""

MOST_POINTS = 6000
"""Points of a map at most: as many as a territory whose directory is sent whole."""


async def search_professionals(
    db: AsyncSession, actor: Actor, query: wire.SearchProfessionalsQuery
) -> wire.ProfessionalHitList:
    """The professionals of the territory who fit, best first.

    Accents, hyphens, typos and partial words are forgiven; words of French for a profession, a specialty or
    a need are understood and said back. InvalidInput when half of a point is given, or a radius without one;
    NotAllowed when free time is asked for by who may not see any.
    """
    at = clock.now()
    free = await first_free(db, actor, at) if query.sees_within_24_hours is not None else None
    search, understood = await _meant(db, actor, query, free, at)
    page = await ranked(db, search, cursor=query.cursor, limit=query.limit)
    if page.total < ENOUGH and (nearly := await _resembling(db, search)):
        page = await ranked(db, nearly, cursor=query.cursor, limit=query.limit)
    return wire.ProfessionalHitList(
        items=[_hit(row, free or {}) for row in page.rows],
        next_cursor=page.next_cursor,
        total=page.total,
        understood=list(understood),
    )


async def list_professional_points(
    db: AsyncSession, actor: Actor, query: wire.ListProfessionalPointsQuery
) -> wire.ProfessionalPointList:
    """The points of those whom the same search finds, for a map: everybody at once, MOST_POINTS at most.

    Refused as `search_professionals` is.
    """
    at = clock.now()
    wanted = wire.SearchProfessionalsQuery(**query.model_dump())
    measured = may_search_free_time(actor)
    asked = query.sees_within_24_hours is not None
    free = await first_free(db, actor, at) if measured or asked else None
    search, _ = await _meant(db, actor, wanted, free if asked else None, at)
    rows = await placed(db, search, MOST_POINTS + 1)
    if len(rows) < ENOUGH and (nearly := await _resembling(db, search)):
        rows = await placed(db, nearly, MOST_POINTS + 1)
    return wire.ProfessionalPointList(
        items=[
            wire.ProfessionalPoint(
                id=row.id,
                name=spoken_name(
                    row.title, row.given_name, row.family_name, profession_code=row.profession_code
                ),
                profession_code=row.profession_code,
                latitude=row.latitude,
                longitude=row.longitude,
                free_within_24_hours=None if free is None else row.id in free,
            )
            for row in rows[:MOST_POINTS]
            if row.latitude is not None and row.longitude is not None
        ],
        next_cursor=None,
        complete=len(rows) <= MOST_POINTS,
    )


async def _meant(
    db: AsyncSession,
    actor: Actor,
    query: wire.SearchProfessionalsQuery,
    free: Mapping[UUID, datetime] | None,
    at: datetime,
) -> tuple[Search, Sequence[str]]:
    """What is searched for, and what was understood of the words, in French."""
    point = _point(query)
    here = await _settle(db, present_community(actor), at)
    names_of = {insee: known.name for insee in here.communes if (known := geography.communes().get(insee))}
    asked = understand(query.q or "", communes=names_of)
    search = _search(here, query, asked, point, free)
    if asked.doubtful and (names := await names_among(db, search, asked.doubtful)):
        asked = understand(query.q or "", communes=names_of, names=names)
        search = _search(here, query, asked, point, free)
    return search, asked.labels


async def _resembling(db: AsyncSession, search: Search) -> Search | None:
    """The same search that forgives words which nearly are those of a name; None when nothing resembles."""
    near = await near_words(db, search) if search.words else []
    return replace(search, words=near) if any(word.near for word in near) else None


@dataclass(frozen=True)
class _Here:
    """Where somebody searches: the communes (INSEE codes), the rules, and the day on its calendar."""

    community_id: UUID
    communes: Collection[str]
    rules: wire.DirectoryRules
    today: date


async def _settle(db: AsyncSession, community_id: UUID, at: datetime) -> _Here:
    """What a search needs of the community; and how PostgreSQL works for this transaction.

    A plan made once for any word and any territory is a bad one for each (measured: 45 ms instead of 5).
    """
    settings = {
        "plan_cache_mode": "force_custom_plan",
        "pg_trgm.word_similarity_threshold": str(LEAST_RESEMBLANCE),
    }
    settled = (func.set_config(name, value, True) for name, value in settings.items())
    rules = CommunityRulesRow.document["directory"]
    territory = (
        select(Community.communes, Community.time_zone, rules, *settled)
        .outerjoin(CommunityRulesRow, CommunityRulesRow.community_id == Community.id)
        .where(Community.id == community_id)
    )
    communes, zone, section, *_ = (await db.execute(territory)).one()
    today = at.astimezone(ZoneInfo(zone)).date()
    return _Here(community_id, communes, identity.directory_rules(section), today)


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


def _search(
    here: _Here,
    query: wire.SearchProfessionalsQuery,
    asked: Understanding,
    point: tuple[float, float] | None,
    free: Mapping[UUID, datetime] | None,
) -> Search:
    commune = query.commune_insee or asked.commune_insee
    professions = [asked.professions, {query.profession_code} if query.profession_code else ()]
    specialties = [asked.specialties, codes_of(query.specialty_code) if query.specialty_code else ()]
    return Search(
        community_id=here.community_id,
        communes=geography.with_arrondissements(here.communes),
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
        sees_soon=query.sees_within_24_hours,
        first_free=free,
        unverified=unverified_on(here.today, here.rules),
        unverified_km=here.rules.unverified_km,
    )


def _hit(row: Row[Any], free: Mapping[UUID, datetime]) -> wire.ProfessionalHit:
    return wire.ProfessionalHit(
        professional=summary_view(
            row._mapping,
            professional_id=row.id,
            sector=row.place_sector,
            commune_name=row.place_commune_name,
        ),
        practice_id=row.place_id,
        practice_name=row.place_name,
        address_line=row.place_address_line,
        latitude=row.place_latitude,
        longitude=row.place_longitude,
        phone=row.place_phone,
        distance_km=None if row.place_km is None else round(row.place_km, 2),
        is_member=row.membership_id is not None,
        accepts_new_patients=row.accepts_new_patients,
        home_visits=row.home_visits,
        unscheduled_care=row.unscheduled_care,
        unconfirmed_since=row.unconfirmed_since,
        first_free_at=free.get(row.id),
        score=round(row.score, 3),
    )
