"""What a person may ask about what is kept of them (RGPD, articles 15 to 17): a copy, that it be right, and
to be forgotten.

There is no patient file: a row for each request. The same keyed hash that finds duplicates finds them all, in
one community, whatever the spelling of the names. What belongs to a person is read from the foreign keys of
the tables: a module that is added later is in the copy without anything to remember here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from sqlalchemy import Column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.app import MODULES
from api.audit import service as audit
from api.audit.tables import AuditEntry
from api.availability.tables import Appointment
from api.cases import service as cases
from api.cases.tables import Case
from api.core import clock
from api.core.actor import system_actor
from api.core.crypto import Sealed
from api.core.db import Base, unit_of_work
from api.core.operator import CommandRefused
from api.core.problems import InvalidInput
from api.identity.commands import community_by_finess
from api.identity.rules import acting_name
from api.people import service as people
from api.people.tables import Person

_NOTHING = "Rien n’est gardé sous ces noms et cette date de naissance."

_WRONG = {
    "family_name": "Nom : des lettres, sans chiffre",
    "given_name": "Prénom : des lettres, sans chiffre",
    "birth_date": "Date de naissance : ni à venir, ni il y a plus de 120 ans",
    "phone": "Téléphone : un numéro français complet",
    "phone_of": "À qui est le téléphone : sans numéro de sécurité sociale",
    "address_line": "Adresse : sans numéro de sécurité sociale",
    "email": "Adresse électronique : nom@domaine",
}
"""What is wrong with a field that is corrected, and the cure."""

POINTERS = frozenset({"duplicate_of_id", "followed_by_id"})
"""Columns that name a request beside the one that a row is about, maybe somebody else's."""


@dataclass(frozen=True)
class Asked:
    """Who asks, and of which community (its FINESS)."""

    finess: str
    family_name: str
    given_name: str
    birth_date: date


@dataclass(frozen=True)
class Erased:
    """How many requests and appointments no longer lead to the person."""

    requests: int
    appointments: int


async def export(asked: Asked) -> dict[str, Any]:
    """All that is kept about a person, by table, in clear, with who read their identity and when. The trail
    says that it was given. Raises CommandRefused when nothing is kept."""
    async with unit_of_work() as db:
        community_id, wanted, ids = await _found(db, asked)
        tables = await _kept(db, community_id, wanted, ids)
        if not tables:
            raise CommandRefused(_NOTHING)
        traced = await _traced(db, ids + [one["id"] for one in tables.get("cases", ())])
        for person_id in ids:
            await audit.record(db, system_actor(community_id), "person.exported", "person", person_id)
    return {"made_at": clock.now(), "kept": tables, "read_and_changed": traced}


async def correct(asked: Asked, right: Mapping[str, Any]) -> int:
    """Put right who a person is and how to reach them, wherever it stands in the community, as an
    `IdentityCorrection` says it; in how many requests something was wrong. Whoever follows an open one is
    told. CommandRefused, and nothing is changed, when nothing is kept or for fields that cannot be so.
    """
    load_services()
    async with unit_of_work() as db:
        community_id, wanted, ids = await _found(db, asked)
        if not ids:
            raise CommandRefused(_NOTHING)
        try:
            return await people.correct_people(db, system_actor(community_id), wanted, ids, right)
        except InvalidInput as refused:
            wrong = [_WRONG[error.pointer.removeprefix("/")] for error in refused.errors]
            raise CommandRefused(f"{' ; '.join(wrong)}. Rien n’a été corrigé.") from None


async def erase(asked: Asked) -> Erased:
    """Forget a person now instead of when the time of each request has come; figures stay. CommandRefused
    when nothing is kept, or while somebody still works for them: a request is open, a time is to come."""
    load_services()
    at = clock.now()
    async with unit_of_work() as db:
        community_id, _, ids = await _found(db, asked)
        if not ids:
            raise CommandRefused(_NOTHING)
        kept = await requests_of(db, ids)
        if running := sorted(one.number for one in kept if one.closed_at is None):
            raise CommandRefused(f"En cours : {', '.join(running)}. À clore d’abord ; rien n’a été effacé.")
        booked = (await db.scalars(select(Appointment).where(Appointment.person_id.in_(ids)))).all()
        if any(one.claim_id is not None and one.ends_at > at for one in booked):
            raise CommandRefused("Un rendez-vous est à venir. À annuler d’abord ; rien n’a été effacé.")
        return await forget(db, community_id, ids, at, "person.erasure_asked")


async def forget(db: AsyncSession, community_id: UUID, ids: list[UUID], at: datetime, act: str) -> Erased:
    """Forget these persons, and what was written on their requests, for which nobody works any more. The
    trail says `act` of each. The services are loaded (`load_services`)."""
    mine = [one for one in await requests_of(db, ids) if one.person_id is not None]
    for case in mine:
        await cases.erase(db, case, at)
    booked = (await db.scalars(select(Appointment).where(Appointment.person_id.in_(ids)))).all()
    for appointment in booked:
        appointment.person_id = appointment.sas_case_number = None
    for person_id in ids:
        await people.erase(db, person_id, at)
        await audit.record(db, system_actor(community_id), act, "person", person_id)
    return Erased(len(mine), len(booked))


def load_services() -> None:
    """Import every module's services: what each corrects or forgets with a person is registered there."""
    for module in MODULES:
        import_module(f"api.{module}.service")


async def _found(db: AsyncSession, asked: Asked) -> tuple[UUID, bytes, list[UUID]]:
    """The community, in which the transaction then stands, the keyed hash of who asks, and their persons."""
    community = await community_by_finess(db, asked.finess)
    wanted = people.identity_hash(asked.family_name, asked.given_name, asked.birth_date)
    found = select(Person.id).where(Person.community_id == community.id, Person.identity_hash == wanted)
    return community.id, wanted, list((await db.scalars(found.order_by(Person.id))).all())


async def requests_of(db: AsyncSession, ids: list[UUID]) -> list[Case]:
    """The requests about the persons, with the parts of those that have any, locked."""
    wholes = select(Case.id).where(Case.person_id.in_(ids))
    wanted = select(Case).where(or_(Case.person_id.in_(ids), Case.parent_id.in_(wholes)))
    return list((await db.scalars(wanted.order_by(Case.created_at, Case.id).with_for_update())).all())


def leading() -> dict[str, list[Column[UUID]]]:
    """The tables with rows about persons, and by which columns these hang on others of them: none where the
    keyed hash tells whose they are. In an order in which each comes after what it hangs on."""
    found: dict[str, list[Column[UUID]]] = {}
    for table in Base.metadata.sorted_tables:
        hangs = [
            column
            for column in table.columns
            if column.name not in POINTERS
            and any(key.column.table.name in found for key in column.foreign_keys)
        ]
        if hangs or "identity_hash" in table.columns:
            found[table.name] = hangs
    return found


async def _kept(
    db: AsyncSession, community_id: UUID, wanted: bytes, ids: list[UUID]
) -> dict[str, list[dict[str, Any]]]:
    """All rows about the persons, by table; what hangs on such a row is about them too."""
    mapped = {one.class_.__tablename__: one.class_ for one in Base.registry.mappers}
    known: dict[str, list[UUID]] = {"people": ids, "cases": [one.id for one in await requests_of(db, ids)]}
    tables = {}
    for name, columns in leading().items():
        table = mapped[name]
        mine = [column.in_(known[target]) for column in columns for target in _targets(column, known)]
        if name in known:
            mine = [table.id.in_(known[name])]
        elif "identity_hash" in table.__table__.columns:
            mine.append((table.community_id == community_id) & (table.identity_hash == wanted))
        rows = (await db.scalars(select(table).where(or_(*mine)).order_by(table.id))).all()
        known[name] = [row.id for row in rows]
        if rows:
            tables[name] = [said(row) for row in rows]
    return tables


def _targets(column: Column[UUID], known: Collection[str]) -> list[str]:
    return [key.column.table.name for key in column.foreign_keys if key.column.table.name in known]


def said(row: Base, *, clear: Collection[str] | None = None) -> dict[str, Any]:
    """A row without hashes and seals, and what was sealed in clear: all of it, or these columns."""
    names = [column.name for column in row.__table__.columns]
    shown = {name: value for name in names if not isinstance(value := getattr(row, name), bytes)}
    sealed = [name for name, value in vars(type(row)).items() if isinstance(value, Sealed)]
    shown |= {name: getattr(row, name) for name in sealed if clear is None or name in clear}
    return {
        name: value
        for name, value in shown.items()
        if value is not None and not name.endswith(("_sealed", "_hash", "_hashes"))
    }


async def _traced(db: AsyncSession, about: list[UUID]) -> list[dict[str, Any]]:
    """Who read or changed what about the person, oldest first, by the names of today."""
    wanted = select(AuditEntry).where(AuditEntry.subject_id.in_(about)).order_by(AuditEntry.at, AuditEntry.id)
    lines = (await db.scalars(wanted)).all()
    names = await named(db, lines)
    return [{"at": line.at, "action": line.action, "by": signed(line, names)} for line in lines]


async def named(db: AsyncSession, lines: Collection[AuditEntry]) -> dict[UUID, str]:
    """The names of today of those who did these acts."""
    actors = {line.actor_id for line in lines if line.actor_id is not None}
    actors |= {line.on_behalf_of_id for line in lines if line.on_behalf_of_id is not None}
    names: dict[UUID, str] = {}
    for known in audit.NAMES:
        names |= await known(db, actors)
    return names


def signed(line: AuditEntry, names: Mapping[UUID, str]) -> str:
    """Who did it, and for whom when they acted for another; what they are, of who has no name."""
    if line.actor_id is None:
        return line.actor_kind
    name = names.get(line.actor_id, str(line.actor_id))
    other = line.on_behalf_of_id
    return name if other is None else acting_name(name, names.get(other, str(other)))
