"""What is missing of a person is added later: a phone, an address, a sector."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.core.actor import Actor
from api.core.problems import InvalidInput, NotFound
from api.directory import service as directory
from api.directory.service import Place
from api.people import rules
from api.people.policy import visible_to
from api.people.tables import Person


async def add_to_person(
    db: AsyncSession,
    actor: Actor,
    person_id: UUID,
    *,
    phone: str | None,
    phone_of: str | None,
    address_line: str | None,
    sector: str | None,
) -> tuple[Person, Place]:
    """Put what is given in place of what was known, and keep what is None; the person, and where that is now.

    InvalidInput names each field that is wrong; NotFound for who is not of the community, or is forgotten.
    """
    person = await db.scalar(
        select(Person).where(Person.id == person_id, visible_to(actor)).with_for_update(key_share=True)
    )
    if person is None or person.identity is None:
        raise NotFound("There is nobody here, or not for you to see")
    said = {"phone": phone, "phone_of": phone_of, "address_line": address_line}
    typed = {name: text for name, text in said.items() if text is not None}
    if errors := rules.errors_in(typed, today=clock.now().date()):
        raise InvalidInput(errors=errors)
    sector = person.sector if sector is None else sector.strip() or None
    place = await directory.place_of(db, person.community_id, person.commune_insee, sector, pointer="")
    person.identity, person.sector = rules.completed(person.identity, rules.kept(typed)), sector
    await db.flush()
    return person, place


async def birth_dates(db: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, date]:
    """The birth dates of these persons, for the server's own counting: shown to nobody, kept nowhere else.
    Who is forgotten, or of no known birth date, is absent."""
    if not person_ids:
        return {}
    rows = await db.scalars(select(Person).where(Person.id.in_(person_ids)))
    known = {row.id: row.identity["birth_date"] for row in rows if row.identity is not None}
    return {id_: date.fromisoformat(born) for id_, born in known.items() if born}
