"""Which professionals a search finds, and how well they fit: the SQL of the directory's search.

SQL as text, for the busiest read of the application: building the same statements from mapped classes took
longer than PostgreSQL takes to run them. Values are bound, always; what is written into a text is ours.
"""

# ruff: noqa: S608  # values are bound; the texts put together are all written here

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any
from uuid import UUID

from api.directory.nomenclatures import GENERAL_PRACTICE
from api.directory.rules import Unverified
from api.directory.rules.people import EARTH_RADIUS_KM

GENERAL_PRACTITIONERS = "general_practice"
"""Stands for the three codes of general practice, in filters and in facets."""

WHOLE_WORD, BEGINNING, INSIDE, RESEMBLING = 1.0, 0.9, 0.75, 0.7
"""How much a word is worth when it is one of the name, begins one, is inside one, or nearly is one."""

IN_TERRITORY = """
    professionals.is_active AND (
        professionals.practice_communes && CAST(:territory AS text[])
        OR professionals.id = ANY (
            ARRAY(SELECT professional_id FROM memberships WHERE community_id = :community_id)))
"""
"""Who practises in the territory, or is a member of the community wherever they practise. Bind `territory`
(INSEE codes, a list) and `community_id`."""

NAME_WORDS = "string_to_array(professionals.search_text, ' ')"
"""The words of a name, as `ix_professionals_words` holds them."""

UNVERIFIED = (
    "CASE WHEN memberships.declared_on IS NULL"
    " THEN memberships.joined_on <= CAST(:unverified_joined_by AS date)"
    " ELSE memberships.declared_on <= CAST(:unverified_confirmed_by AS date) END"
)
"""Whether nobody confirmed the page of a member for too long; null for who is not a member. The same as
`rules.age_of`; bind `unverified_bound`."""

UNCONFIRMED_SINCE = (
    f"CASE WHEN {UNVERIFIED} THEN coalesce(memberships.declared_on, memberships.joined_on) END"
)
"""Since when, or null."""

_NOWHERE_KM = 100_000.0


def unverified_bound(unverified: Unverified) -> dict[str, Any]:
    """What UNVERIFIED binds."""
    return {
        "unverified_joined_by": unverified.joined_by,
        "unverified_confirmed_by": unverified.confirmed_by,
    }


@dataclass(frozen=True)
class Word:
    """A plain word to find in names; `near` are words of names that it may be a misspelling of, each with
    how much it is worth."""

    typed: str
    near: tuple[tuple[str, float], ...] = ()

    def found(self, name: str) -> str:
        """Whether a name holds the word, or one that it may stand for. `name` begins what it binds."""
        inside = f"professionals.search_text LIKE :{name}_inside"
        return f"({inside} OR {NAME_WORDS} && CAST(:{name}_near AS text[]))" if self.near else inside

    def worth(self, name: str) -> str:
        """How well the word fits the name, 0 to 1."""
        likes = [("whole", WHOLE_WORD), ("begin", BEGINNING), ("inside", INSIDE)]
        cases = [f"WHEN professionals.search_text LIKE :{name}_{how} THEN {worth}" for how, worth in likes]
        cases += [
            f"WHEN professionals.search_text LIKE :{name}_near{i} THEN CAST(:{name}_worth{i} AS float8)"
            for i in range(len(self.near))
        ]
        return f"CAST(CASE {' '.join(cases)} ELSE 0 END AS float8)"

    def bound(self, name: str) -> Iterator[tuple[str, Any]]:
        """What `found` and `worth` bind."""
        yield f"{name}_whole", f"% {self.typed} %"
        yield f"{name}_begin", f"% {self.typed}%"
        yield f"{name}_inside", f"%{self.typed}%"
        if self.near:
            yield f"{name}_near", [word for word, _ in self.near]
        for i, (word, worth) in enumerate(self.near):
            yield f"{name}_near{i}", f"% {word} %"
            yield f"{name}_worth{i}", worth


@dataclass(frozen=True)
class Search:
    """What is looked for, once understood. Codes: one of each group, when the group is not empty.

    `communes` are those of the territory, `within` those of the search (INSEE codes); `point` is (latitude,
    longitude) in degrees. None for a yes-or-no means that either will do.

    `first_free` is who has free time within a day, and when; None when that is not asked. An unverified page
    counts as `unverified_km` further away.
    """

    community_id: UUID
    communes: Collection[str]
    within: Collection[str] | None
    words: Sequence[Word]
    rpps: str | None
    professions: Sequence[Collection[str]]
    specialties: Sequence[Collection[str]]
    point: tuple[float, float] | None
    radius_km: float | None
    new_patients: bool | None
    unscheduled_care: bool | None
    home_visits: bool | None
    sees_soon: bool | None
    first_free: Mapping[UUID, datetime] | None
    unverified: Unverified
    unverified_km: float

    @property
    def source(self) -> str:
        """The tables that `conditions` reads."""
        joined = "JOIN" if self.members_only else "LEFT JOIN"
        membership = f"{joined} {MEMBERSHIP}" if self.members_only or self.unscheduled_care is False else ""
        return f"professionals {membership}"

    @property
    def members_only(self) -> bool:
        """Whether what is asked is known of members alone."""
        declared = self.new_patients is not None or self.home_visits is not None
        return declared or bool(self.unscheduled_care) or bool(self.sees_soon)

    def conditions(self, *, circle: bool = True) -> str:
        """Who fits: a condition on the rows of `source`; without `circle`, but for the radius."""
        # A few hundred members, whose territory needs no proof: the search begins with them.
        territory = "professionals.is_active" if self.members_only else IN_TERRITORY
        words = (word.found(f"word{i}") for i, word in enumerate(self.words))
        radius = [f"{self.distance()} <= :radius_km"] if circle and self.radius_km is not None else []
        return " AND ".join([territory, *self._filters(), *words, *radius])

    def _filters(self) -> Iterator[str]:
        if self.rpps is not None:
            yield "professionals.rpps = :rpps"
        if self.within is not None:
            yield "professionals.practice_communes && CAST(:within AS text[])"
        for i, _ in enumerate(self.professions):
            yield f"professionals.profession_code = ANY (CAST(:professions{i} AS text[]))"
        for i, _ in enumerate(self.specialties):
            yield f"professionals.specialty_codes && CAST(:specialties{i} AS text[])"
        if self.new_patients is not None:
            yield f"memberships.accepts_new_patients IS {self.new_patients}"
        if self.home_visits is not None:
            yield f"memberships.home_visits IS {self.home_visits}"
        if self.unscheduled_care is not None:
            yield f"coalesce(memberships.unscheduled_care, FALSE) IS {self.unscheduled_care}"
        if self.sees_soon is not None:
            yield f"professionals.id = ANY (CAST(:free AS uuid[])) IS {self.sees_soon}"

    def bound(self) -> dict[str, Any]:
        """What the texts of this class bind."""
        values: dict[str, Any] = {"community_id": self.community_id, "territory": sorted(self.communes)}
        if self.rpps is not None:
            values["rpps"] = self.rpps
        if self.within is not None:
            values["within"] = sorted(self.within)
        values |= {f"professions{i}": sorted(codes) for i, codes in enumerate(self.professions)}
        values |= {f"specialties{i}": sorted(codes) for i, codes in enumerate(self.specialties)}
        for i, word in enumerate(self.words):
            values |= dict(word.bound(f"word{i}"))
        if self.point is not None:
            latitude, longitude = map(radians, self.point)
            values |= {"north": latitude, "east": longitude, "north_cosine": cos(latitude)}
        if self.radius_km is not None:
            values["radius_km"] = self.radius_km
        if self.first_free is not None:
            values["free"] = list(self.first_free)
        return values | unverified_bound(self.unverified) | {"unverified_km": self.unverified_km}

    def score(self) -> str:
        """How well the words fit the name, 0 to 1; 1 when no word is a name."""
        points = [word.worth(f"word{i}") for i, word in enumerate(self.words)]
        return f"({' + '.join(points)}) / CAST({len(points)} AS float8)" if points else "CAST(1 AS float8)"

    def stale(self) -> str:
        """Whether the page is one that its owner left unverified. A few members, looked up by their ids."""
        return (
            "(professionals.id IN (SELECT professional_id FROM memberships"
            f" WHERE community_id = :community_id AND {UNVERIFIED}))"
        )

    def distance(self) -> str:
        """Kilometres from the point to the nearest place, in the commune asked for when there is one; very
        far when nobody knows where it is.

        Most professionals have one place, whose point stands beside them.
        """
        nearest = (
            f"SELECT min({kilometres('practices.')}) FROM practices"
            f" WHERE practices.professional_id = professionals.id AND practices.is_active{self.in_commune()}"
        )
        return (
            f"CASE WHEN professionals.single_latitude IS NULL THEN coalesce(({nearest}), {_NOWHERE_KM})"
            f" ELSE {kilometres('professionals.single_')} END"
        )

    def in_commune(self) -> str:
        """A place counts when it is in the commune asked for: the end of a condition on `practices`."""
        within = " AND practices.commune_insee = ANY (CAST(:within AS text[]))"
        return within if self.within is not None else ""

    def place_order(self) -> str:
        """Which place is shown: in the commune asked for, else the nearest, else one of the territory."""
        order = ["practices.id"]
        if self.point is not None:
            order.insert(0, kilometres("practices."))
        if self.within is not None or self.point is None:
            wanted = "territory" if self.within is None else "within"
            order.insert(0, f"practices.commune_insee = ANY (CAST(:{wanted} AS text[])) DESC")
        return ", ".join(order)


MEMBERSHIP = (
    "memberships ON memberships.professional_id = professionals.id"
    " AND memberships.community_id = :community_id"
)
"""What follows JOIN or LEFT JOIN, after `professionals`."""


def kilometres(place: str) -> str:
    """Kilometres from the point of a search to a place; null when nobody knows where that is.

    `place` is what stands before `latitude` and `longitude` in the names of its columns.

    The same haversine as `rules.distance_km`: ten times as fast as `earth_distance`, whose type is checked
    for each row.
    """
    north = f"power(sin((radians({place}latitude) - CAST(:north AS float8)) / 2), 2)"
    east = f"power(sin((radians({place}longitude) - CAST(:east AS float8)) / 2), 2)"
    chord = f"{north} + cos(radians({place}latitude)) * CAST(:north_cosine AS float8) * {east}"
    return f"CAST({2 * EARTH_RADIUS_KM} AS float8) * asin(least(1.0, sqrt({chord})))"


def codes_of(specialty_code: str) -> frozenset[str]:
    """The national codes that a filter stands for."""
    return GENERAL_PRACTICE if specialty_code == GENERAL_PRACTITIONERS else frozenset({specialty_code})
