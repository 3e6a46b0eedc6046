"""Which professionals a search finds, and in what order: the SQL of the directory's search."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import radians
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.sql.selectable import LateralFromClause

from api.core.paging import Key
from api.directory.nomenclatures import GENERAL_PRACTICE
from api.directory.rules.people import EARTH_RADIUS_KM
from api.directory.tables import Membership, Practice, Professional

GENERAL_PRACTITIONERS = "general_practice"
"""Stands for the three codes of general practice, in filters and in facets."""

WHOLE_WORD, BEGINNING, INSIDE, RESEMBLING = 1.0, 0.9, 0.75, 0.7
"""How much a word is worth when it is one of the name, begins one, is inside one, or nearly is one."""

_NOWHERE_KM = 100_000.0


@dataclass(frozen=True)
class Word:
    """A plain word to find in names; `near` are words of names that it may be a misspelling of, each with
    how much it is worth."""

    typed: str
    near: tuple[tuple[str, float], ...] = ()

    def found(self) -> ColumnElement[bool]:
        """Whether a name holds the word, or one that it may stand for."""
        text = Professional.search_text
        return or_(text.contains(self.typed), *(text.contains(f" {word} ") for word, _ in self.near))

    def worth(self) -> ColumnElement[float]:
        """How well the word fits the name, 0 to 1."""
        text = Professional.search_text
        return case(
            (text.contains(f" {self.typed} "), WHOLE_WORD),
            (text.contains(f" {self.typed}"), BEGINNING),
            (text.contains(self.typed), INSIDE),
            *((text.contains(f" {word} "), worth) for word, worth in self.near),
            else_=0.0,
        )


@dataclass(frozen=True)
class Search:
    """What is looked for, once understood. Codes: one of each group, when the group is not empty.

    `communes` are those of the territory, `within` those of the search (INSEE codes); `point` is (latitude,
    longitude) in degrees. None for a yes-or-no means that either will do.
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

    def in_territory(self) -> ColumnElement[bool]:
        """Who practises in the territory, or is a member of the community wherever they practise."""
        members = select(Membership.professional_id).where(Membership.community_id == self.community_id)
        here = Professional.practice_communes.overlap(sorted(self.communes))
        a_member = Professional.id == any_(func.array(members.scalar_subquery()))
        return and_(Professional.is_active, or_(here, a_member))

    def statement(self, *columns: Any) -> Select[Any]:
        """The given columns of who is found, in no order."""
        membership = and_(
            Membership.professional_id == Professional.id, Membership.community_id == self.community_id
        )
        found = select(*columns).select_from(Professional)
        if self._members_only:
            # A few hundred members, whose territory needs no proof: the search begins with them.
            found = found.join(Membership, membership).where(Professional.is_active)
        else:
            found = found.outerjoin(Membership, membership).where(self.in_territory())
        if self.point is not None:
            found = found.outerjoin(self.nearest, true())
        return found.where(*self._filters(), *(word.found() for word in self.words))

    @property
    def _members_only(self) -> bool:
        """Whether what is asked is known of members alone."""
        return bool(self.unscheduled_care) or self.new_patients is not None or self.home_visits is not None

    def _filters(self) -> Iterator[ColumnElement[bool]]:
        if self.rpps is not None:
            yield Professional.rpps == self.rpps
        if self.within is not None:
            yield Professional.practice_communes.overlap(sorted(self.within))
        for codes in self.professions:
            yield Professional.profession_code.in_(sorted(codes))
        for codes in self.specialties:
            yield Professional.specialty_codes.overlap(sorted(codes))
        if self.new_patients is not None:
            yield Membership.accepts_new_patients.is_(self.new_patients)
        if self.home_visits is not None:
            yield Membership.home_visits.is_(self.home_visits)
        if self.unscheduled_care is not None:
            yield func.coalesce(Membership.unscheduled_care, False).is_(self.unscheduled_care)
        if self.radius_km is not None and self.point is not None:
            yield Professional.id.in_(_within(self.point, self.radius_km))
            yield self.distance() <= self.radius_km

    def score(self) -> ColumnElement[float]:
        """How well the words fit the name, 0 to 1; 1 when no word is a name."""
        if not self.words:
            return literal(1.0, Float)
        points = [word.worth() for word in self.words]
        total = sum(points[1:], start=points[0])
        return cast(total / float(len(points)), Float)

    def place_order(self) -> list[ColumnElement[Any]]:
        """Which place is shown: in the commune asked for, else the nearest, else one of the territory."""
        order: list[ColumnElement[Any]] = []
        if self.within is not None or self.point is None:
            wanted = self.communes if self.within is None else self.within
            order.append(Practice.commune_insee.in_(sorted(wanted)).desc())
        if self.point is not None:
            order.append(kilometres(self.point))
        return [*order, Practice.id.asc()]

    @cached_property
    def nearest(self) -> LateralFromClause:
        """Kilometres from the point to the place that is shown: measured once per row, however often used."""
        assert self.point is not None  # noqa: S101  callers ask with a point only
        places = select(func.min(kilometres(self.point)).label("km")).where(
            Practice.professional_id == Professional.id, Practice.is_active
        )
        if self.within is not None:
            places = places.where(Practice.commune_insee.in_(sorted(self.within)))
        return places.lateral("nearest")

    def distance(self) -> ColumnElement[float]:
        """Kilometres from the point to the place that is shown; very far when nobody knows where it is."""
        return func.coalesce(self.nearest.c.km, _NOWHERE_KM, type_=Float)

    def keys(self) -> list[Key]:
        """The order: best fit, nearest, by name. An order that says nothing is left out, for an index."""
        keys = [Key(self.score(), descending=True)] if self.words else []
        keys += [Key(self.distance())] if self.point is not None else []
        return [*keys, Key(Professional.search_text), Key(Professional.id)]


def kilometres(point: tuple[float, float]) -> ColumnElement[float]:
    """Kilometres from a point (latitude, longitude) to a practice; null when nobody knows where it is.

    The same haversine as `rules.distance_km`: ten times as fast as `earth_distance`, whose type is checked
    for each row.
    """
    latitude, longitude = (cast(literal(radians(degrees)), Float) for degrees in point)
    north = func.radians(Practice.latitude) - latitude
    east = func.radians(Practice.longitude) - longitude
    chord = func.power(func.sin(north / 2.0), 2.0) + func.cos(func.radians(Practice.latitude)) * func.cos(
        latitude
    ) * func.power(func.sin(east / 2.0), 2.0)
    return cast(2 * EARTH_RADIUS_KM * func.asin(func.least(1.0, func.sqrt(chord))), Float)


def _within(point: tuple[float, float], radius_km: float) -> Select[UUID]:
    """Who has a place in the box around a circle: by the index of places, before distances are measured."""
    here = func.ll_to_earth(cast(point[0], Float), cast(point[1], Float))
    box = func.earth_box(here, radius_km * 1000)
    return select(Practice.professional_id).where(
        Practice.is_active,
        Practice.latitude.is_not(None),
        box.op("@>")(func.ll_to_earth(Practice.latitude, Practice.longitude)),
    )


def codes_of(specialty_code: str) -> frozenset[str]:
    """The national codes that a filter stands for."""
    return GENERAL_PRACTICE if specialty_code == GENERAL_PRACTITIONERS else frozenset({specialty_code})


def everybody(community_id: UUID, communes: Collection[str]) -> Search:
    """The search that leaves nobody of the territory out."""
    return Search(
        community_id=community_id,
        communes=communes,
        within=None,
        words=(),
        rpps=None,
        professions=(),
        specialties=(),
        point=None,
        radius_km=None,
        new_patients=None,
        unscheduled_care=None,
        home_visits=None,
    )
