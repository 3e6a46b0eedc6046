"""Who can see somebody, for a regulation: around a place, day by day, nearest first."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Response
from sqlalchemy import ARRAY, Uuid, any_, bindparam
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.policy import openings_visible_to
from api.availability.rules import Calendar, regulation
from api.availability.service import times
from api.availability.service.call_times import call_offers
from api.availability.service.opening_columns import COLUMNS
from api.availability.service.regulation_lines import Line, lines_of
from api.availability.service.regulation_places import (
    Place,
    Where,
    communities_near,
    places_near,
    where_of,
)
from api.availability.service.regulation_sharing import Shared
from api.availability.tables import Opening
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.db import end_early, set_community, unit_of_work
from api.core.problems import InvalidInput
from api.core.public_holidays import holidays_of
from api.directory import service as directory
from api.directory.geography import commune_at, zone_of

Fairness = Callable[[AsyncSession, UUID, datetime], Awaitable[dict[UUID, tuple[int, int]]]]

FAIRNESS: list[Fairness] = []
"""Each gives, by professional of a community, what they took and were asked lately: whoever did least comes
first among equals. Put here by the module that counts it, which stands above this one."""


async def search_availability(
    db: AsyncSession, actor: Actor, query: wire.SearchAvailabilityQuery, known: str
) -> wire.AvailabilityList | Response:
    """The entries that the actor may book, by distance, then by fairness; 304 when `known` (If-None-Match)
    names what would be answered.

    InvalidInput without a place, with two, with an unknown commune or a time that is past or too far.
    """
    at = clock.now()
    if errors := regulation.errors_of_search(query, at):
        raise InvalidInput(errors=errors)
    await end_early(db)
    said = await _SHARED.answer(
        # All that the answer depends on, besides the database.
        (actor.community_id, actor.communities, actor.roles, actor.professional_id, query.model_dump_json()),
        lambda: _said(actor, query, at),
    )
    headers = {"ETag": said.etag, "Cache-Control": "private, no-cache"}
    if said.etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(said.body, headers=headers, media_type="application/json")


class _Said(NamedTuple):
    """The JSON of an answer, and the fingerprint of all of it but `as_of`."""

    body: bytes
    etag: str


_SHARED = Shared[_Said]()


async def _said(actor: Actor, query: wire.SearchAvailabilityQuery, at: datetime) -> _Said:
    async with unit_of_work(actor.community_id) as db:
        where = await where_of(db, query)
        calendar = await _calendar(db, actor, where, at)
        found = await _search(db, actor, query, where, calendar, at)
    as_of = found.model_dump_json(include={"as_of"}).encode()
    rest = found.model_dump_json(exclude={"as_of"}).encode()
    return _Said(as_of[:-1] + b"," + rest[1:], f'"{hashlib.sha256(rest).hexdigest()[:32]}"')


async def _calendar(db: AsyncSession, actor: Actor, where: Where, at: datetime) -> Calendar:
    """The clock and the public holidays by which the days are cut: of the present community, else of the
    place."""
    if actor.community_id is not None:
        return (await times.settings_of(db, [actor.community_id], at))[actor.community_id].calendar
    insee = where.commune_insee
    if insee is None:  # it is a point then
        insee = commune_at(round(where.latitude or 0.0, 2), round(where.longitude or 0.0, 2)).insee
    return Calendar(zone_of(insee), holidays_of([insee]))


async def _search(
    db: AsyncSession,
    actor: Actor,
    query: wire.SearchAvailabilityQuery,
    where: Where,
    calendar: Calendar,
    at: datetime,
) -> wire.AvailabilityList:
    days = Days.of(calendar.zone, at, regulation.end_of_search(query, at, calendar))
    calls = await _calls(db, actor, where, query, at)
    places = await places_near(db, actor, where, query, taking_calls=calls)
    rows = await times.openings(
        db,
        openings_visible_to(actor),
        Opening.practice_id == any_(bindparam(None, list(places), ARRAY(Uuid))),
        # By its own clock; elsewhere a day may have begun, or not yet.
        times.runs_between(days.all[0], days.all[-1])
        if actor.community_id is not None
        else times.runs_near(at - timedelta(days=1), rules.instant(days.until)),
        need=query.need,
        mode=query.mode,
        columns=COLUMNS,
    )
    lines = await lines_of(db, rows, places, days, at)
    loads = await _loads(db, actor, {row.community_id for row in rows}, at)
    for offer in calls.values():
        _join_call(lines, places, offer)
    ordered = sorted(
        (line for line in lines.values() if line.shown(days, rules.seconds(at))),
        key=lambda line: (
            line.place.professional_id != query.professional_id,
            line.place.distance_km is None,
            line.place.distance_km or 0.0,
            loads.get(line.place.professional_id, (0, 0)),
            line.place.professional_id,
            line.place.practice_id,
        ),
    )
    summaries = await directory.summaries(db, [line.place.professional_id for line in ordered[: query.limit]])
    until, opens = regulation.sas_hours(calendar, at)
    now = rules.seconds(at)
    return wire.AvailabilityList(
        items=[
            line.entry(summaries[line.place.professional_id], days, now, query.slots_per_day)
            for line in ordered[: query.limit]
        ],
        next_cursor=None,
        as_of=at,
        total=len(ordered),
        days=[
            wire.AvailabilityTotal(day=day, free=sum(line.free_on(day) for line in ordered))
            for day in days.all
        ],
        regulation_until=until,
        regulation_from=opens,
    )


class Days(NamedTuple):
    """The days that a search shows, on the clock of its place; slots are looked for until `until`."""

    zone: ZoneInfo
    all: tuple[date, ...]
    until: int

    @classmethod
    def of(cls, zone: ZoneInfo, at: datetime, until: datetime) -> "Days":
        """From the day of `at` to that of the last instant before `until`."""
        end = rules.seconds(until)
        first, last = rules.local_day(rules.seconds(at), zone), rules.local_day(end - 1, zone)
        return cls(zone, tuple(first + timedelta(days=n) for n in range((last - first).days + 1)), end)


def _join_call(
    lines: dict[tuple[UUID, UUID], Line], places: dict[UUID, Place], offer: wire.CallOffer
) -> None:
    """Say on the nearest line of a professional that they accept a call; a line of its own for who has no
    opening there."""
    theirs = [line for line in lines.values() if line.place.professional_id == offer.professional.id]
    if not theirs:
        near = [place for place in places.values() if place.professional_id == offer.professional.id]
        if not near:
            return
        place = min(near, key=_nearness)
        theirs = [lines.setdefault((place.professional_id, place.practice_id), Line(place))]
    nearest = min(theirs, key=lambda line: _nearness(line.place))
    nearest.call = wire.AvailabilityCall(phone=offer.phone, from_at=offer.from_at, until_at=offer.until_at)


def _nearness(place: Place) -> tuple[bool, float, UUID]:
    return place.distance_km is None, place.distance_km or 0.0, place.practice_id


async def _calls(
    db: AsyncSession, actor: Actor, where: Where, query: wire.SearchAvailabilityQuery, at: datetime
) -> dict[UUID, wire.CallOffer]:
    """Who accepts calls, by professional; nobody by video."""
    calls: dict[UUID, wire.CallOffer] = {}
    if query.mode is wire.CareMode.video:
        return calls
    near = await communities_near(db, actor, where, query)
    async for community_id in _one_after_the_other(db, actor, near):
        for offer in await call_offers(db, replace(actor, community_id=community_id), at):
            calls.setdefault(offer.professional.id, offer)
    return calls


async def _loads(
    db: AsyncSession, actor: Actor, community_ids: Iterable[UUID], at: datetime
) -> dict[UUID, tuple[int, int]]:
    """What each took and was asked lately, all communities together."""
    loads: dict[UUID, tuple[int, int]] = {}
    present = actor.community_id
    whose = sorted(community_ids) if present is None else [present]
    async for community_id in _one_after_the_other(db, actor, whose):
        for count in FAIRNESS:
            for professional_id, (took, asked) in (await count(db, community_id, at)).items():
                known = loads.get(professional_id, (0, 0))
                loads[professional_id] = known[0] + took, known[1] + asked
    return loads


async def _one_after_the_other(
    db: AsyncSession, actor: Actor, community_ids: Iterable[UUID]
) -> AsyncIterator[UUID]:
    """These communities, whose personal rows are read while each is the present one: a national client stands
    in none."""
    if actor.community_id is not None:
        for community_id in community_ids:
            yield community_id
        return
    for community_id in community_ids:
        await set_community(db, community_id)
        yield community_id
    await set_community(db, None)  # an error undoes the transaction, and where it stood with it
