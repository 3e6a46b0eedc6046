"""The person whose death is to be certified: kept as any other, but nobody may know their birth date."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import Sex
from api.core.actor import Actor
from api.identity.policy import present_community
from api.people.policy import visible_to
from api.people.service import identity_hash
from api.people.tables import Person


@dataclass(frozen=True, slots=True)
class Deceased:
    """Who died and where they are, as checked by the request's own rules. None: nobody knows."""

    family_name: str | None
    given_name: str | None
    birth_date: date | None
    age_from: int | None
    age_to: int | None
    sex: Sex
    address_line: str
    access: str | None
    people_present: str | None
    commune_insee: str
    commune_name: str
    sector: str | None

    @property
    def hash(self) -> bytes | None:
        """By which the same person is found again; None unless names and birth date are known."""
        if self.family_name and self.given_name and self.birth_date:
            return identity_hash(self.family_name, self.given_name, self.birth_date)
        return None


async def create_deceased(db: AsyncSession, actor: Actor, deceased: Deceased, *, at: datetime) -> Person:
    """Keep the dead person of a new request, encrypted; the row is flushed, so that others may refer to it.
    The age band is left out: statistics of deaths count none. CommunityNotChosen without a community."""
    born = deceased.birth_date
    row = Person(
        community_id=present_community(actor),
        identity={
            "family_name": deceased.family_name,
            "given_name": deceased.given_name,
            "birth_date": born.isoformat() if born else None,
            "age_from": deceased.age_from,
            "age_to": deceased.age_to,
            "phone": None,
            "phone_of": None,
            "address_line": deceased.address_line,
            "access": deceased.access,
            "people_present": deceased.people_present,
        },
        identity_hash=deceased.hash,
        sex=deceased.sex.value,
        commune_insee=deceased.commune_insee,
        commune_name=deceased.commune_name,
        sector=deceased.sector,
        age_band=None,
        created_at=at,
    )
    db.add(row)
    await db.flush()
    return row


async def same_deceased(db: AsyncSession, actor: Actor, deceased: Deceased) -> list[Person]:
    """The persons of the community with the same names and birth date; none when one of them is unknown.
    The same address alone never makes the same person (domain rules §0.9)."""
    if deceased.hash is None:
        return []
    found = select(Person).where(visible_to(actor), Person.identity_hash == deceased.hash)
    return list((await db.scalars(found)).all())
