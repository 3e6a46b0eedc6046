"""What a newer state says was forgotten: it stays visible there, long after a backup has expired.

The row of a person who was erased is never deleted. An opposition goes after 36 months; a circle with the
last identity of its person, which is then a mark itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from api.contract.models import CareCircleConsent, CareCircleConsentBy, CareCircleConsentMeans
from api.core.backup import rows_in
from api.core.dumps import Row, bytes_of
from api.people.circle_tables import Circle
from api.people.service import SaidOfCircle
from api.people.tables import Person
from api.referrals.attending_doctor.tables import AttendingDoctorOpposition as Opposition
from api.restoring.access import TABLES, Newer


@dataclass
class Marks:
    """Of one community."""

    erased: set[UUID] = field(default_factory=set)
    """Persons whose identity is gone."""
    opposed: dict[bytes, datetime] = field(default_factory=dict)
    """Who opposes to the search of a doctor, by their keyed hash, and since when."""
    taken_back: list[SaidOfCircle] = field(default_factory=list)
    """Who agrees to no care circle (any more)."""


@dataclass(frozen=True)
class Said:
    """What a newer state says."""

    marks: dict[UUID, Marks]
    """By community."""
    access: Newer


def read(path: Path) -> Said:
    """What a backup says was forgotten, and who may what. CommandRefused when it is not whole."""
    names = (Person.__tablename__, Opposition.__tablename__, Circle.__tablename__)
    rows = rows_in(path, {*names, *TABLES})
    people, oppositions, circles = map(rows.__getitem__, names)
    found: dict[UUID, Marks] = defaultdict(Marks)
    for row in people:
        if row["erased_at"] is not None:
            found[_community(row)].erased.add(UUID(_text(row, "id")))
    for row in oppositions:
        found[_community(row)].opposed[_hash(row)] = _instant(row, "opposed_at")
    for row in circles:
        if (consent := CareCircleConsent(_text(row, "consent"))) is not CareCircleConsent.given:
            said = SaidOfCircle(
                identity_hash=_hash(row),
                consent=consent,
                consent_by=CareCircleConsentBy(_text(row, "consent_by")),
                consent_means=CareCircleConsentMeans(_text(row, "consent_means")),
                consent_at=_instant(row, "consent_at"),
            )
            found[_community(row)].taken_back.append(said)
    return Said(dict(found), {table: rows[table] for table in TABLES})


def _community(row: Row) -> UUID:
    return UUID(_text(row, "community_id"))


def _hash(row: Row) -> bytes:
    return bytes_of(_text(row, "identity_hash"))


def _instant(row: Row, name: str) -> datetime:
    return datetime.fromisoformat(_text(row, name))


def _text(row: Row, name: str) -> str:
    """A value of a column that is never empty."""
    value = row[name]
    assert value is not None  # noqa: S101  the table demands it
    return value
