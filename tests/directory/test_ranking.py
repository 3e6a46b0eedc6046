"""Whom a search finds and in what order, held to a slow and obvious reading, in a territory of thousands.

There are more places here than are measured one by one, so that « the nearest » is walked to: many at the
same point, some people with two places, some whom nobody can place, some places closed.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from api.directory.rules import distance_km, wrong_letters
from api.directory.service.ranking import LARGE
from api.directory.tables import ON_THE_GLOBE
from api.identity.tables import Community
from tests.conftest import Database
from tests.roles import AsRole, SignedIn

PEOPLE = LARGE + 500
HERE = {"latitude": 48.7501, "longitude": 2.3502}
FAR = {"latitude": 43.3, "longitude": 5.4}
NEIGHBOUR = "94022"
UNVERIFIED_KM = 0.5

_PEOPLE = """
    INSERT INTO professionals (id, rpps, family_name, given_name, profession_code, is_active,
        created_at, updated_at)
    SELECT gen_random_uuid(), '19' || lpad(n::text, 9, '0'),
           (ARRAY['Moreau', 'Morel', 'Le Goff', 'Lefèvre', 'N’Diaye', 'Marceau', 'Amoros'])[1 + n %% 7],
           (ARRAY['Jean-Pierre', 'Zoé', 'Maurine'])[1 + n %% 3] || chr(97 + n %% 25),
           CASE WHEN n %% 400 = 0 THEN '50' WHEN n %% 5 = 0 THEN '70' ELSE '60' END, true, now(), now()
    FROM generate_series(1, %s) AS n
"""
# Misspelt in QUERIES, and borne by people of another territory only: they may not stand in anybody's way.
_STRANGERS = """
    WITH strangers AS (
        INSERT INTO professionals (id, rpps, family_name, given_name, profession_code, is_active,
            created_at, updated_at)
        SELECT gen_random_uuid(), '18' || lpad(n::text, 9, '0'), name, 'Ailleurs', '60', true, now(), now()
        FROM unnest(string_to_array(
            'Mroau Mroeaux Moreaux Mareau Mroreau Miroeau Mroseau Moereau Maraeu', ' '
        )) WITH ORDINALITY AS named(name, n)
        RETURNING id
    )
    INSERT INTO practices (id, professional_id, activity_key, commune_insee, commune_name, latitude,
        longitude, is_active, updated_at)
    SELECT gen_random_uuid(), id, 'a', '13055', 'Marseille', %s, %s, true, now() FROM strangers
"""
# A thousand points, each of several people; one person in eleven has a second place in the next commune, one
# in thirteen a place that nobody can point at, one in seventeen a closed place right where is looked from.
_PLACES = """
    INSERT INTO practices (id, professional_id, activity_key, commune_insee, commune_name, latitude,
        longitude, is_active, updated_at)
    SELECT gen_random_uuid(), professionals.id, kind, CASE kind WHEN 'b' THEN '94022' ELSE '94081' END, 'Ici',
           CASE WHEN n %% 13 > 0 THEN latitude END, CASE WHEN n %% 13 > 0 THEN longitude END,
           kind <> 'closed', now()
    FROM professionals
    CROSS JOIN LATERAL (SELECT substr(rpps, 3)::integer AS n) AS numbered
    CROSS JOIN LATERAL (
        SELECT 'a' AS kind, 48.70 + (n * 7919 %% 1000) / 1e4 AS latitude, 2.30 + (n * 1847 %% 1000) / 1e4
        UNION ALL SELECT 'b', 48.70 + (n * 31 %% 997) / 1e4, 2.30 + (n * 57 %% 991) / 1e4 WHERE n %% 11 = 0
        UNION ALL SELECT 'closed', %s, %s WHERE n %% 17 = 0
    ) AS place(kind, latitude, longitude)
"""
# One in seven is a member; of these, some confirmed their page lately, some long ago, some never.
_MEMBERS = """
    INSERT INTO memberships (id, community_id, professional_id, version, unscheduled_care, attending_doctor,
        death_certification, teleconsultation, training_supervision, declared_on, joined_on)
    SELECT gen_random_uuid(), %s, id, 1, false, false, false, false, false,
           CASE n %% 3 WHEN 0 THEN current_date - 2 WHEN 1 THEN current_date - 200 END,
           current_date - CASE WHEN n %% 2 = 0 THEN 3 ELSE 300 END
    FROM professionals CROSS JOIN LATERAL (SELECT substr(rpps, 3)::integer AS n) AS numbered
    WHERE n %% 7 = 0 AND rpps LIKE '19%%'
"""
_READ = """
    SELECT professionals.id, search_text, profession_code,
           row_number() OVER (ORDER BY search_text, professionals.id),
           memberships.id IS NOT NULL AND (
               memberships.declared_on IS NULL AND memberships.joined_on < current_date - 100
               OR memberships.declared_on IS NOT NULL AND memberships.declared_on < current_date - 100),
           array_agg(commune_insee::text), array_agg(practices.latitude), array_agg(practices.longitude)
    FROM professionals JOIN practices ON professional_id = professionals.id AND practices.is_active
    LEFT JOIN memberships ON memberships.professional_id = professionals.id
    WHERE commune_insee <> '13055'
    GROUP BY professionals.id, memberships.id
"""


@dataclass(frozen=True)
class Somebody:
    """A professional as the reading below sees them; `position` is that of the name, `stale` says that their
    page was left unconfirmed."""

    id: UUID
    text: str
    profession: str
    position: int
    stale: bool
    places: list[tuple[str, float | None, float | None]]

    def distance(self, point: dict[str, float], commune: str | None) -> float:
        """Kilometres to the nearest place; very far without any."""
        measured = [
            distance_km(point["latitude"], point["longitude"], latitude, longitude)
            for insee, latitude, longitude in self.places
            if latitude is not None and longitude is not None and commune in (None, insee)
        ]
        return min(measured, default=100_000.0)


@pytest.fixture
def everybody(community: Community, connected: Database) -> list[Somebody]:
    """The professionals of the territory."""
    connected.sql(_PEOPLE, PEOPLE)
    connected.sql(_PLACES, HERE["latitude"], HERE["longitude"])
    connected.sql(_STRANGERS, FAR["latitude"], FAR["longitude"])
    connected.sql(_MEMBERS, community.id)
    rows: list[Any] = connected.sql(_READ)
    return [
        Somebody(who, text, profession, position, stale, list(zip(*places, strict=True)))
        for who, text, profession, position, stale, *places in rows
    ]


@pytest.fixture
async def reader(everybody: list[Somebody], as_role: AsRole) -> SignedIn:
    """A coordinator, who searches."""
    return await as_role("coordinator")


def expected(people: list[Somebody], query: dict[str, Any]) -> list[UUID]:
    """Whom the search should find, in order, by looking at each."""
    point = {"latitude": query["latitude"], "longitude": query["longitude"]} if "latitude" in query else None
    commune, radius = query.get("commune_insee"), query.get("radius_km")
    words = query.get("q", "").split()
    near = misspelt(words, people)
    ranked = []
    for somebody in people:
        km = somebody.distance(point, commune) if point else 0.0
        worths = [worth(word, near.get(word, {}), somebody.text) for word in words]
        if (
            query.get("profession_code") in (None, somebody.profession)
            and (commune is None or any(place[0] == commune for place in somebody.places))
            and (radius is None or km <= radius)
            and all(worths)
        ):
            score = sum(worths) / len(worths) if worths else 1.0
            further = UNVERIFIED_KM if point else 1.0
            km += further if somebody.stale else 0.0
            ranked.append((-round(score, 9), km, somebody.position, somebody.id))
    return [who for *_, who in sorted(ranked)]


def worth(word: str, near: dict[str, float], text: str) -> float:
    """How well a word fits a name: whole, as its beginning, inside, else as a misspelling."""
    if word in text:
        return 1.0 if f" {word} " in text else 0.9 if f" {word}" in text else 0.75
    return max((worth for name, worth in near.items() if f" {name} " in text), default=0.0)


def misspelt(words: list[str], people: list[Somebody]) -> dict[str, dict[str, float]]:
    """For each word that may be misspelt, the words of names that it may stand for and their worth."""
    if sum(all(word in somebody.text for word in words) for somebody in people) >= 5:
        return {}
    names = {name for somebody in people for name in somebody.text.split()}
    unheld = [word for word in words if not any(word in somebody.text for somebody in people)]
    near = {}
    for word in unheld or words:
        wrong = sorted((letters, name) for name in names if (letters := wrong_letters(word, name)))[:8]
        near[word] = {name: 0.7 * (1 - letters / len(word)) for letters, name in wrong}
    return near


async def pages(reader: SignedIn, query: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """The first pages of a search."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while len(found) < count:
        answer = await reader.call("searchProfessionals", params={**query, **cursor})
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        if found[-1]["next_cursor"] is None:
            break
        cursor = {"cursor": found[-1]["next_cursor"]}
    return found


QUERIES: list[dict[str, Any]] = [
    {},
    HERE,
    {**HERE, "profession_code": "70"},
    {**HERE, "profession_code": "50"},
    {**HERE, "radius_km": 0.4},
    {**HERE, "radius_km": 2.5},
    {**HERE, "radius_km": 3.0, "profession_code": "70"},
    {**HERE, "radius_km": 3.0, "commune_insee": NEIGHBOUR},
    {**HERE, "commune_insee": NEIGHBOUR},
    FAR,
    {**FAR, "radius_km": 5.0},
    {"profession_code": "50"},
    {"q": "mor"},
    {"q": "pierre goff"},
    {"q": "moreau", **HERE},
    {"q": "amoros zoe"},
    {"q": "mroeau"},
    {"q": "marceua jeanpierrea"},
]


async def test_pages_are_those_of_a_slow_reading(reader: SignedIn, everybody: list[Somebody]) -> None:
    for query in QUERIES:
        wanted = expected(everybody, query)
        found = await pages(reader, {**query, "limit": 70}, 3)
        ids = [UUID(hit["professional"]["id"]) for page in found for hit in page["items"]]
        assert ids == wanted[: len(ids)], query
        assert len(ids) == min(len(wanted), 210), query
        assert {page["total"] for page in found} == {min(len(wanted), 1000)}, query


async def test_who_has_just_moved_is_the_nearest_at_once(
    reader: SignedIn, everybody: list[Somebody], connected: Database
) -> None:
    here = {"latitude": 48.9, "longitude": 2.6}
    (first, *_) = await pages(reader, {**here, "limit": 1}, 1)
    nearest = first["items"][0]["professional"]["id"]
    mover = next(one for one in everybody if len(one.places) == 1 and str(one.id) != nearest)
    moved = "UPDATE practices SET latitude = %s, longitude = %s WHERE professional_id = %s AND is_active"

    connected.sql(moved, *here.values(), mover.id)

    for asked in (here, {**here, "radius_km": 0.1}):
        (page,) = await pages(reader, {**asked, "limit": 1}, 1)
        assert page["items"][0]["professional"]["id"] == str(mover.id)
        assert page["items"][0]["distance_km"] == 0


async def test_places_are_walked_by_their_index(everybody: list[Somebody], connected: Database) -> None:
    plan = connected.sql(
        "EXPLAIN SELECT FROM practices WHERE latitude IS NOT NULL"
        f" ORDER BY {ON_THE_GLOBE.format('practices.')} <-> cube(ARRAY[1.0, 0.0, 0.0]) LIMIT 10"
    )
    assert "ix_practices_place" in str(plan)
