"""One page of the professionals that a search finds, best first, with how many there are.

Order: how well the words fit, then the nearest, then by name. Among equals a page that its owner left
unverified comes later: it counts as some way further off, and comes last where no distance is measured.

In all but the largest territories everybody who fits is looked at. « The nearest » among hundreds of
thousands is walked to instead, outwards from the point; the order and the answer are the same
(tests/directory/test_ranking.py holds them to a slow reading).
"""

# ruff: noqa: S608  # values are bound; the texts put together are all written here

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, literal_column, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.paging import DEFAULT_LIMIT, MAX_LIMIT, Key, decode_cursor, encode_cursor
from api.directory.service.matching import MEMBERSHIP, UNCONFIRMED_SINCE, Search, kilometres
from api.directory.tables import ON_THE_GLOBE

COUNTED_UP_TO = 1000

LARGE = 8000
"""Places of a territory from which its people are walked to rather than all measured: about 10 ms of it."""

IS_LARGE = (
    "SELECT EXISTS (SELECT FROM practices"
    " WHERE commune_insee = ANY (CAST(:territory AS text[])) OFFSET :large - 1)"
)
"""Whether there are LARGE places in the territory; bind `territory` and `large`."""

VISITED = 3000
"""Places that a walk passes at most: about 20 ms."""

WALKS = (1, 4)
"""How far to walk, then again when that was not enough; everybody is measured when this was not either."""

SPARE = 15
"""Places met beyond those wanted, for who has two of them nearby and for the last ones, who are level."""


@dataclass(frozen=True)
class Ranked:
    """Rows of one page, how many fit (up to COUNTED_UP_TO), and the next page's cursor (None at the end)."""

    rows: list[Row[Any]]
    total: int
    next_cursor: str | None


async def is_large(db: AsyncSession, search: Search) -> bool:
    """Whether more practise in the territory than can be looked at one by one."""
    bound = {"territory": sorted(search.communes), "large": LARGE}
    return (await db.execute(text(IS_LARGE), bound)).scalar_one()  # type: ignore[no-any-return]  # yes or no


async def ranked(db: AsyncSession, search: Search, *, cursor: str | None, limit: int | None) -> Ranked:
    """The page after `cursor`, of at most `limit` rows. InvalidInput when the cursor is not of this list.

    A row has id, the professional's facts, score, km (what it is ranked by: None without a point), those of
    the membership and, prefixed with `place_`, of the place to show.
    """
    wanted = max(1, min(limit or DEFAULT_LIMIT, MAX_LIMIT))
    keys = _keys(search)
    after = None if cursor is None else decode_cursor(cursor, keys)
    large = not search.words and not search.members_only and await is_large(db, search)
    many = large and search.point is not None and await _many_fit(db, search)
    found: list[Row[Any]] = []
    for effort in WALKS if many else ():
        found = found or await _walked(db, search, keys, after, wanted, effort=effort)
    if not found:
        at_once = after is None and (not large or search.point is not None)
        found = await _measured(db, search, keys, after, wanted, at_once=at_once)
    rows = [row for row in found[:wanted] if row.id is not None]
    more = len(found) > wanted
    values = [getattr(rows[-1], str(key.column)) for key in keys] if more else []
    return Ranked(rows, found[0].total, encode_cursor(keys, values) if more else None)


async def placed(db: AsyncSession, search: Search, most: int) -> list[Row[Any]]:
    """Everybody who fits, `most` of them at most, best first; in a territory too large to be sorted, any of
    them.

    A row has id, the facts that name the professional, and latitude and longitude of the place to show, which
    are None when nobody knows where it is: such a person is found all the same, and counts.
    """
    keys = [] if await is_large(db, search) else _keys(search)
    order = f"{_order(keys)} LIMIT :gathered" if keys else "LIMIT :gathered"
    again = [Key(literal_column(f"gathered.{key.column}"), key.descending) for key in keys]
    statement = f"""
        WITH gathered AS MATERIALIZED ({_gathered(search)} {order})
        SELECT gathered.id, professionals.title, professionals.given_name, professionals.family_name,
               professionals.profession_code, place.latitude, place.longitude
        FROM gathered
        JOIN professionals ON professionals.id = gathered.id
        LEFT JOIN LATERAL (
            SELECT practices.latitude, practices.longitude FROM practices
            WHERE practices.professional_id = gathered.id AND practices.is_active
            ORDER BY {search.place_order()} LIMIT 1
        ) AS place ON true
        {_order(again) if again else ""}
    """
    return list(await db.execute(text(statement), search.bound() | {"gathered": most}))


async def _many_fit(db: AsyncSession, search: Search) -> bool:
    """Whether so many fit, wherever they are, that a walk soon meets some; few are all measured sooner."""
    anywhere = replace(search, radius_km=None)
    return (await db.execute(text(_counted(anywhere)), anywhere.bound())).scalar_one() == COUNTED_UP_TO  # type: ignore[no-any-return]  # a count


def _keys(search: Search) -> list[Key]:
    """The order. One that says nothing is left out, for an index."""
    keys = [Key(literal_column("score"), descending=True)] if search.words else []
    keys += [Key(literal_column("stale" if search.point is None else "km"))]
    return [*keys, Key(literal_column("search_text")), Key(literal_column("id"))]


async def _measured(
    db: AsyncSession,
    search: Search,
    keys: list[Key],
    after: list[Any] | None,
    wanted: int,
    *,
    at_once: bool,
) -> list[Row[Any]]:
    """The page by looking at whoever fits. `at_once`: the first page finds the total on its way.

    Otherwise people are counted apart, in no order: where many fit, the first page is soon full.
    """
    first = max(wanted + 1, COUNTED_UP_TO) if at_once else wanted + 1
    total = f"SELECT least(count(*), {COUNTED_UP_TO}) FROM gathered" if at_once else _counted(search)
    if at_once or search.words or search.point is not None:
        gathered = f"{_gathered(search, after=after is not None)} {_order(keys)} LIMIT :gathered"
    else:
        gathered = _by_name(search, keys, after)
    statement = f"WITH gathered AS MATERIALIZED ({gathered}) {_page(search, keys, total)}"
    bound = search.bound() | _after_bound(keys, after) | {"gathered": first, "rows": wanted + 1}
    return list(await db.execute(text(statement), bound))


async def _walked(
    db: AsyncSession,
    search: Search,
    keys: list[Key],
    after: list[Any] | None,
    wanted: int,
    *,
    effort: int,
) -> list[Row[Any]]:
    """The page by walking outwards from the point; empty when the walk ended before the answer was sure.

    Whoever is nearer than where the walk ended has been met: they alone are ranked. With a radius, the walk
    goes on until it has met enough people to count them.
    """
    assert search.point is not None  # noqa: S101  callers walk from a point only
    outwards = f"{ON_THE_GLOBE.format('practices.')} <-> {ON_THE_GLOBE.format(':')}"
    known = f"practices.is_active AND practices.latitude IS NOT NULL{search.in_commune()}"
    counts = search.radius_km is not None
    since = "" if counts else "AND visit.km >= :from_km"
    walk = f"""
        WITH walk AS MATERIALIZED (
            SELECT fit.id, visit.km, visit.number
            FROM (
                SELECT professional_id, km, row_number() OVER () AS number
                FROM (
                    SELECT practices.professional_id, {kilometres("practices.")} AS km FROM practices
                    WHERE {known}
                    ORDER BY {outwards} LIMIT :visited
                ) AS visited
            ) AS visit
            LEFT JOIN LATERAL (
                SELECT professionals.id FROM {search.source}
                WHERE professionals.id = visit.professional_id AND {search.conditions(circle=False)} OFFSET 0
            ) AS fit ON true
            WHERE fit.id IS NOT NULL {since} OR visit.number = :visited
            LIMIT :walked
        ), met AS MATERIALIZED (
            SELECT * FROM walk WHERE km >= :from_km ORDER BY number LIMIT :met
        ), ended AS (
            SELECT max(km) - 1e-6 AS km FROM met
            HAVING count(*) = :met OR max(number) = :visited OR (SELECT count(*) FROM walk) = :walked
        ), gathered AS MATERIALIZED (
            SELECT * FROM ({_gathered(search, after=after is not None, among="SELECT id FROM met")}) AS ranked
            WHERE km < coalesce((SELECT km FROM ended), 'infinity')
            {_order(keys)} LIMIT :rows
        )
    """
    # Sure when the walk met enough people, left the circle, or met everybody there is.
    total = f"""
        SELECT CASE WHEN inside.people >= {COUNTED_UP_TO} THEN {COUNTED_UP_TO}
                    WHEN inside.places < :walked AND inside.last < :visited THEN inside.people END
        FROM (SELECT count(DISTINCT id) FILTER (WHERE km <= :radius_km) AS people,
                     count(*) FILTER (WHERE km <= :radius_km) AS places,
                     coalesce(max(number) FILTER (WHERE km <= :radius_km), 0) AS last FROM walk) AS inside
    """
    bound = search.bound() | _after_bound(keys, after)
    bound |= {"latitude": search.point[0], "longitude": search.point[1], "visited": VISITED * effort}
    # Somebody may be met twice, at two places; and who is level with the last one met is not sure.
    met = (wanted + SPARE) * effort
    walked = max(met, (COUNTED_UP_TO + 2 * SPARE) * effort) if counts else met
    bound |= {"met": met, "walked": walked, "rows": wanted + 1}
    # Places are met by their distance; a person may be ranked by one that counts for more.
    bound["from_km"] = max(0.0, after[0] - search.unverified_km - 1e-6) if after else 0.0
    page = _page(search, keys, total if counts else f"SELECT {COUNTED_UP_TO}", ended="(SELECT km FROM ended)")
    rows = list(await db.execute(text(walk + page), bound))
    # A walk meets nobody without a point: they come last, and are in no circle.
    reach = (search.radius_km or 0.0) + search.unverified_km
    left = counts and (rows[0].ended is None or rows[0].ended > reach)
    return rows if rows[0].total is not None and (left or len(rows) > wanted) else []


def _counted(search: Search) -> str:
    """How many fit, counted in no order, up to COUNTED_UP_TO."""
    return f"SELECT count(*) FROM ({_gathered(search)} LIMIT {COUNTED_UP_TO}) AS counted"


def _gathered(search: Search, *, after: bool = False, among: str = "") -> str:
    """Who fits, with what they are ordered by; only those after the cursor, or among these ids."""
    found = _found(search, search.stale())
    if among:
        found += f" AND professionals.id IN ({among})"
    # A distance is costly: fenced, it is measured once for each.
    if search.point is not None:
        km = "away + CASE WHEN stale THEN CAST(:unverified_km AS float8) ELSE 0 END AS km"
        circle = "" if search.radius_km is None else "WHERE away <= :radius_km"
        found = f"SELECT *, {km} FROM ({found} OFFSET 0) AS measured {circle}"
    return f"SELECT * FROM ({found}) AS found WHERE {_after(search)}" if after else found


def _found(search: Search, stale: str) -> str:
    """Who fits, in no order and wherever they are; `away` is their distance."""
    away = f"{search.distance()} AS away" if search.point is not None else "CAST(NULL AS float8) AS km"
    return (
        f"SELECT professionals.id, professionals.search_text, {search.score()} AS score, {stale} AS stale,"
        f" {away} FROM {search.source} WHERE {search.conditions(circle=False)}"
    )


def _by_name(search: Search, keys: list[Key], after: list[Any] | None) -> str:
    """The first who fit after the cursor in a territory too large to be sorted: by the index of names, those
    whose page holds first."""
    order = "ORDER BY search_text, id LIMIT :gathered"
    later = " AND (professionals.search_text, professionals.id) > (:after_search_text, :after_id)"
    past = after is not None and after[0]
    parts = [] if past else [f"{_found(search, 'FALSE')} AND NOT {search.stale()}{later if after else ''}"]
    parts.append(f"{_found(search, 'TRUE')} AND {search.stale()}{later if past else ''}")
    lists = " UNION ALL ".join(f"(SELECT * FROM ({part}) AS part {order})" for part in parts)
    return f"SELECT * FROM ({lists}) AS named {_order(keys)} LIMIT :gathered"


def _after(search: Search) -> str:
    """What comes after the cursor: a score that is lower, or the same and the rest of the order later."""
    rising = [str(key.column) for key in _keys(search) if not key.descending]
    rest = f"({', '.join(rising)}) > ({', '.join(f':after_{name}' for name in rising)})"
    if not search.words:
        return rest
    return f"(score < :after_score OR (score = :after_score AND {rest}))"


def _after_bound(keys: list[Key], after: list[Any] | None) -> dict[str, Any]:
    return {f"after_{key.column}": value for key, value in zip(keys, after or [], strict=False)}


def _order(keys: list[Key]) -> str:
    return "ORDER BY " + ", ".join(f"{key.column}{' DESC' if key.descending else ''}" for key in keys)


def _page(search: Search, keys: list[Key], total: str, *, ended: str = "NULL") -> str:
    """The rows of `gathered` that the page shows, each with all that is shown; one empty row for none."""
    distance = "CAST(NULL AS float8)" if search.point is None else kilometres("practices.")
    return f"""
        SELECT total.total, {ended} AS ended, page.id, page.score, page.km, page.stale, page.search_text,
               professionals.title, professionals.given_name, professionals.family_name,
               professionals.profession_code, professionals.specialty_codes,
               memberships.id AS membership_id, memberships.accepts_new_patients, memberships.home_visits,
               coalesce(memberships.unscheduled_care, FALSE) AS unscheduled_care,
               {UNCONFIRMED_SINCE} AS unconfirmed_since,
               place.id AS place_id, place.name AS place_name, place.address_line AS place_address_line,
               place.sector AS place_sector, place.commune_name AS place_commune_name,
               place.latitude AS place_latitude, place.longitude AS place_longitude,
               place.phone AS place_phone, place.km AS place_km
        FROM ({total}) AS total(total)
        LEFT JOIN (SELECT * FROM gathered {_order(keys)} LIMIT :rows) AS page ON true
        LEFT JOIN professionals ON professionals.id = page.id
        LEFT JOIN {MEMBERSHIP}
        LEFT JOIN LATERAL (
            SELECT practices.*, {distance} AS km FROM practices
            WHERE practices.professional_id = page.id AND practices.is_active
            ORDER BY {search.place_order()} LIMIT 1
        ) AS place ON true
        {_order([Key(literal_column(f"page.{key.column}"), key.descending) for key in keys])}
    """
