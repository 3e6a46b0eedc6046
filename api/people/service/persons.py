"""Persons: entered with a request, read under trace, forgotten in time."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock, idempotency
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.members import text_or_none
from api.core.problems import FieldError, InvalidInput, NotFound
from api.directory.geography import communes
from api.directory.tables import Sector
from api.identity import service as identity
from api.identity.policy import present_community
from api.notifications import service as notifications
from api.notifications.words import plain
from api.people import rules
from api.people.policy import correctable, relation, visible_to
from api.people.service.circle import forget_circles
from api.people.tables import Person, UsualProfessional


def identity_hash(family_name: str, given_name: str, birth_date: date) -> bytes:
    """The keyed hash by which the same person is found again inside a community, and nothing is told."""
    names = f"{rules.normal_name(family_name)}|{rules.normal_name(given_name)}"
    return keyed_hash("identity of a person", f"{names}|{birth_date.isoformat()}")


async def create_person(
    db: AsyncSession,
    actor: Actor,
    person: wire.PersonInput,
    *,
    at: datetime,
    email: str | None = None,
    attending: UUID | None = None,
    pointer: str = "/person",
    from_anywhere: bool = False,
) -> Person:
    """Keep the person of a new request, encrypted; the row is flushed, so that others may refer to it.
    `email` is kept with the identity, read and erased with it; the caller has found it to be an address.
    `attending`: their usual doctor, when nobody else is known to care for them (else `set_care_circle`).
    `from_anywhere`: they may live in any commune, as a regulation sends people across territories.

    Raises InvalidInput whose pointers begin with `pointer`: a birth to come, more than 120 years, a bad
    phone number, a NIR, a commune outside the territory, a sector that the territory does not name.
    CommunityNotChosen for who stands in no community (a national machine client).
    """
    community_id = present_community(actor)
    community = await identity.community_of(db, community_id)
    today = at.astimezone(identity.zone_of(community)).date()
    errors = rules.errors_of(person, today=today, pointer=pointer)
    allowed = communes() if from_anywhere else community.communes
    if person.commune_insee not in allowed:
        cure = f"This commune is outside the territory: call {_help(community.coordination_phone)}"
        errors.append(FieldError(f"{pointer}/commune_insee", cure))
    sector, refused = await _sector(db, community_id, person, pointer)
    errors += refused
    if errors:
        raise InvalidInput(errors=errors)
    row = Person(
        community_id=community_id,
        identity=rules.kept({name: getattr(person, name) for name in rules.ENTERED} | {"email": email}),
        identity_hash=identity_hash(person.family_name, person.given_name, person.birth_date),
        sex=person.sex.value,
        commune_insee=person.commune_insee,
        commune_name=_commune_name(person.commune_insee),
        sector=sector,
        age_band=rules.age_band(person.birth_date, today).value,
        attending_professional_id=attending,
        created_at=at,
    )
    db.add(row)
    await db.flush()
    return row


async def create_again(db: AsyncSession, person_id: UUID, at: datetime) -> Person:
    """Keep the same person once more, for another request about them: each request forgets its own. The
    row is flushed. The person has not been forgotten."""
    known = await db.get_one(Person, person_id)
    row = Person(
        community_id=known.community_id,
        identity=known.identity,
        identity_hash=known.identity_hash,
        former_hashes=known.former_hashes,
        sex=known.sex,
        commune_insee=known.commune_insee,
        commune_name=known.commune_name,
        sector=known.sector,
        age_band=known.age_band,
        attending_professional_id=known.attending_professional_id,
        created_at=at,
    )
    db.add(row)
    await db.flush()
    return row


async def same_people(db: AsyncSession, actor: Actor, person: wire.PersonInput) -> list[UUID]:
    """The persons of the community with the same names and birth date, whatever the spelling."""
    wanted = identity_hash(person.family_name, person.given_name, person.birth_date)
    found = select(Person.id).where(visible_to(actor), Person.identity_hash == wanted)
    return list((await db.scalars(found)).all())


async def people_like(db: AsyncSession, person_id: UUID) -> list[UUID]:
    """The persons of the community whom the keyed hash finds to be the same, this one included; none once
    they are forgotten."""
    return list((await db.scalars(_LIKE, {"person_id": person_id})).all())


_HASH = select(Person.identity_hash).where(Person.id == bindparam("person_id")).scalar_subquery()
_LIKE = select(Person.id).where(Person.identity_hash == _HASH)


async def hashes_of(db: AsyncSession, person_id: UUID) -> set[bytes]:
    """The keyed hashes by which the person is recognised: as they are called, and as they were written in one
    of their requests before a correction; none once they are forgotten."""
    rows = (await db.scalars(select(Person).where(Person.id.in_(await people_like(db, person_id))))).all()
    return {one for row in rows for one in (row.identity_hash, *row.former_hashes) if one is not None}


def written_as(hashes: Collection[bytes]) -> ColumnElement[bool]:
    """The persons who are called like one of these, or were written so before they were corrected."""
    return or_(Person.identity_hash.in_(hashes), Person.former_hashes.overlap(hashes))


async def read_identity(
    db: AsyncSession, actor: Actor, person_id: UUID, reading: wire.IdentityReading
) -> wire.PersonIdentity:
    """Show who a person is, to somebody who needs it now or gives a reason (break-glass). Traced; of a
    reading with a reason the admins of the community are told at once, without the identity.

    Raises NotFound when the actor may not know of the person (traced too), or once they are forgotten;
    InvalidInput on `/reason` when one is needed, or holds a NIR or a name of the person: the trail keeps it
    in clear, longer than the identity. That a name was tried is traced: it tells whether it is theirs.
    """
    standing = await relation(db, actor, person_id)
    if standing == "visible" and actor.hand is not None:
        # A reason is given in one's own name: a delegate reads only what the professional needs now.
        standing = None
    person = None
    if standing is not None:
        person = await db.scalar(select(Person).where(Person.id == person_id, visible_to(actor)))
    if person is None or person.identity is None:
        why = "erased" if person is not None else "no relation to the person"
        await audit.record_refused(actor, "person.identity_refused", "person", person_id, reason=why)
        raise NotFound("There is nobody here, or not for you to see")
    detail: dict[str, Any] = {"why": "need"}
    if standing == "visible":
        reason = _reason(reading.reason)
        if rules.says_name(reason, _names(person.identity)):
            why = "a name of the person in the reason"
            await audit.record_refused(actor, "person.identity_refused", "person", person_id, reason=why)
            message = "Say why without naming the person: the trail keeps the reason, and knows who they are"
            raise InvalidInput(errors=[FieldError("/reason", message)])
        detail = {"why": "break_glass", "reason": reason}
    await audit.record(db, actor, "person.identity_read", "person", person_id, detail=detail)
    at = clock.now()
    if standing == "visible":
        await _tell_admins(db, person.community_id, at)
    mine = await correctable(db, actor, [person.id]) if standing == "need" else set()
    return _shown(person, person.identity, at, await _zone(db, person.community_id), mine)


async def people_named(
    db: AsyncSession, actor: Actor, ids: Collection[UUID], *, why: str = "agenda"
) -> dict[UUID, wire.PersonIdentity]:
    """The identities of persons whom the caller has found the actor to need, for a list (an agenda).

    Each is traced, with `why`. Forgotten persons are absent. Not for deciding: only for showing.
    """
    if not ids:
        return {}
    rows = (await db.scalars(select(Person).where(Person.id.in_(ids), visible_to(actor)))).all()
    if not rows:
        return {}
    at, zone = clock.now(), await _zone(db, rows[0].community_id)
    mine = await correctable(db, actor, [row.id for row in rows])
    shown = {row.id: _shown(row, row.identity, at, zone, mine) for row in rows if row.identity is not None}
    for person_id in shown:
        await audit.record(db, actor, "person.identity_read", "person", person_id, detail={"why": why})
    return shown


async def erase(db: AsyncSession, person_id: UUID, at: datetime) -> None:
    """Forget a person: identity, hash, sex, sector and care circle go; age band and commune stay, for
    statistics. Harmless when it is done already."""
    person = await db.get(Person, person_id, with_for_update=True)
    if person is None or person.erased_at is not None:
        return
    person.identity = person.identity_hash = person.sex = person.sector = None
    person.former_hashes = []
    person.attending_professional_id = None
    person.erased_at = at
    await idempotency.forget_answers(db, [person_id])
    await db.execute(delete(UsualProfessional).where(UsualProfessional.person_id == person_id))
    await db.flush()
    await forget_circles(db, person.community_id)


async def _tell_admins(db: AsyncSession, community_id: UUID, at: datetime) -> None:
    admins = await identity.accounts_with_role(db, community_id, wire.Role.admin)
    await notifications.notify(
        db,
        community_id=community_id,
        account_ids=[admin.id for admin in admins],
        kind=wire.NotificationKind.identity_read,
        at=at,
        may_open_case=False,
    )


async def _zone(db: AsyncSession, community_id: UUID) -> ZoneInfo:
    return identity.zone_of(await identity.community_of(db, community_id))


def _shown(
    person: Person, known: dict[str, Any], at: datetime, zone: ZoneInfo, correctable: Collection[UUID]
) -> wire.PersonIdentity:
    born = date.fromisoformat(known["birth_date"]) if known["birth_date"] else None
    return wire.PersonIdentity(
        id=person.id,
        family_name=known["family_name"] or "",
        given_name=known["given_name"] or "",
        birth_date=born,
        age_years=rules.age_years(born, at.astimezone(zone).date()) if born else None,
        age_from=known.get("age_from"),
        age_to=known.get("age_to"),
        sex=wire.Sex(str(person.sex)),
        phone=known["phone"],
        phone_of=known["phone_of"],
        email=known.get("email"),
        commune_insee=person.commune_insee,
        commune_name=person.commune_name,
        sector=person.sector,
        address_line=known["address_line"],
        access=known.get("access"),
        people_present=known.get("people_present"),
        may_correct=person.id in correctable and not rules.is_deceased(known),
        shown_until=at + rules.SHOWN_FOR,
    )


def _names(known: dict[str, Any]) -> list[str]:
    return [known[name] or "" for name in ("family_name", "given_name")]


def _reason(typed: Any) -> str:
    """The reason for breaking the glass, as it goes to the trail."""
    if not isinstance(typed, str) or not typed.strip():
        message = "You have no task of your own here: say in a sentence why you need it; it is traced"
        raise InvalidInput(errors=[FieldError("/reason", message)])
    if rules.refuse_nir(typed):
        raise InvalidInput(errors=[FieldError("/reason", rules.NIR_HINT)])
    return typed.strip()


def _help(coordination_phone: str | None) -> str:
    return f"{coordination_phone}, or the 15" if coordination_phone else "the 15"


def _commune_name(insee: str) -> str:
    known = communes().get(insee)
    return known.name if known is not None else insee


async def _sector(
    db: AsyncSession, community_id: UUID, person: wire.PersonInput, pointer: str
) -> tuple[str | None, list[FieldError]]:
    """The sector as the territory spells it. It is said before acceptance, so it must be a known one: a
    free text there would carry names and addresses."""
    typed = text_or_none(person.sector)
    if typed is None:
        return None, []
    names = await db.scalars(
        select(Sector.name).where(
            Sector.community_id == community_id, Sector.commune_insee == person.commune_insee
        )
    )
    known = {plain(name): name for name in names}
    if (name := known.get(plain(typed))) is not None:
        return name, []
    message = "Choose one of the sectors of this commune (GET /api/v1/community), or leave it out"
    return None, [FieldError(f"{pointer}/sector", message)]
