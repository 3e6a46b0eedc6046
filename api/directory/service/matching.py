"""Which professionals a search finds, and in what order: the SQL of the directory's search."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
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
)

from api.core.paging import Key
from api.directory.nomenclatures import GENERAL_PRACTICE
from api.directory.tables import Membership, Practice, Professional

GENERAL_PRACTITIONERS = "general_practice"
"""Stands for the three codes of general practice, in filters and in facets."""

WHOLE_WORD, BEGINNING, INSIDE, RESEMBLING = 1.0, 0.9, 0.75, 0.7
"""How much a word found as such, at the beginning of a name, inside one, or nearly, is worth."""

LEAST_RESEMBLANCE = 0.4
"""Trigram similarity from which a misspelt word is recognised: « dupnot » and « dupont » have 0.43."""

SHORTEST_MISSPELT = 3
_NOWHERE_KM = 100_000.0


@dataclass(frozen=True)
class Search:
    """What is looked for, once understood. Codes: one of each group, when the group is not empty.

    `communes` are those of the territory, `within` those of the search (INSEE codes); `point` is (latitude,
    longitude) in degrees. None for a yes-or-no means that either will do.
    """

    community_id: UUID
    communes: Collection[str]
    within: Collection[str] | None
    words: Sequence[str]
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
        return and_(
            Professional.is_active, or_(here, Professional.id == any_(func.array(members.scalar_subquery())))
        )

    def statement(self, *columns: Any, misspelt: bool = False) -> Select[Any]:
        """The given columns of who is found; with `misspelt`, also whose names only resemble the words."""
        members = and_(
            Membership.professional_id == Professional.id, Membership.community_id == self.community_id
        )
        found = select(*columns).select_from(Professional).outerjoin(Membership, members)
        found = found.where(self.in_territory(), *self._filters())
        for word in self.words:
            inside = Professional.search_text.contains(word)
            if misspelt and len(word) >= SHORTEST_MISSPELT:
                found = found.where(or_(inside, literal(word).op("<%")(Professional.search_text)))
            else:
                found = found.where(inside)
        return found

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
        if self.radius_km is not None:
            yield self.distance() <= self.radius_km

    def score(self) -> ColumnElement[float]:
        """How well the words fit the name, 0 to 1; 1 when no word is a name."""
        if not self.words:
            return literal(1.0, Float)
        text = Professional.search_text
        points = [
            case(
                (text.contains(f" {word} "), WHOLE_WORD),
                (text.contains(f" {word}"), BEGINNING),
                (text.contains(word), INSIDE),
                else_=func.word_similarity(word, text) * RESEMBLING,
            )
            for word in self.words
        ]
        total = sum(points[1:], start=points[0])
        return cast(total / float(len(points)), Float)

    def place_order(self) -> list[ColumnElement[Any]]:
        """Which of somebody's places is shown: in the searched communes, the nearest, the oldest."""
        wanted = self.communes if self.within is None else self.within
        order: list[ColumnElement[Any]] = [Practice.commune_insee.in_(sorted(wanted)).desc()]
        if self.point is not None:
            order.append(kilometres(self.point))
        return [*order, Practice.id.asc()]

    def distance(self) -> ColumnElement[float]:
        """Kilometres from the point to the place that is shown; very far when nobody knows where it is."""
        assert self.point is not None  # noqa: S101  callers ask with a point only
        nearest = (
            select(kilometres(self.point))
            .where(Practice.professional_id == Professional.id, Practice.is_active)
            .order_by(*self.place_order())
            .limit(1)
            .scalar_subquery()
        )
        return cast(func.coalesce(nearest, _NOWHERE_KM), Float)

    def keys(self) -> list[Key]:
        """The order: best fit, nearest, by name. An order that says nothing is left out, for an index."""
        keys = [Key(self.score(), descending=True)] if self.words else []
        keys += [Key(self.distance())] if self.point is not None else []
        return [*keys, Key(Professional.search_text), Key(Professional.id)]


def kilometres(point: tuple[float, float]) -> ColumnElement[float]:
    """Kilometres from a point (latitude, longitude) to a practice; null when nobody knows where it is."""
    here = func.ll_to_earth(cast(point[0], Float), cast(point[1], Float))
    metres = func.earth_distance(func.ll_to_earth(Practice.latitude, Practice.longitude), here, type_=Float)
    return cast(metres / 1000.0, Float)


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
