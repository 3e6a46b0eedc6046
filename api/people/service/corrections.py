"""Who somebody is, or how to reach them, was written wrong, and is put right (RGPD, article 16).

There is no patient file but a row for each request: a correction is of one row and of the others about the
same person. What other modules keep of a person follows (`FOLLOWS`).

Docs: docs/decisions/0062-corrected-identities.md.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import IdentityField
from api.core import clock
from api.core.actor import Actor
from api.core.problems import InvalidInput, NotAllowed, NotFound
from api.identity import service as identity
from api.people import rules
from api.people.policy import correctable, relation, visible_to
from api.people.service.circle_moves import follow_the_person
from api.people.service.persons import identity_hash, people_like
from api.people.tables import Person


@dataclass(frozen=True)
class Corrected:
    """What was put right of one person, for the modules that keep something of them."""

    community_id: UUID
    fields: Mapping[UUID, Sequence[IdentityField]]
    """What changed, by row; a row in which nothing was wrong is absent."""
    age_bands: Mapping[UUID, str]
    """On the day on which each was entered, of the rows whose birth date was wrong."""
    birth_date: date | None
    """None when it was right."""
    former_hash: bytes
    present_hash: bytes
    at: datetime


LOCKS: list[Callable[[AsyncSession, Collection[UUID]], Awaitable[None]]] = []
"""Locks what a module changes with these persons, before the persons: in the order of all its other acts."""

FOLLOWS: list[Callable[[AsyncSession, Actor, Corrected], Awaitable[None]]] = []
"""What else follows a correction, in the same transaction."""

_TRACED = "person.identity_corrected"


async def correct_identity(
    db: AsyncSession, actor: Actor, person_id: UUID, body: wire.IdentityCorrection
) -> wire.CorrectedIdentity:
    """Put right what is given, in this request and in the others about the same person that the actor may
    correct; a phone or an address, only where the same was written. The trail says which fields, never what
    they held. What is right already changes nothing.

    NotFound as `read_identity` (traced too). NotAllowed for who neither asked nor coordinates, without a task
    that needs the identity, and of somebody who died. InvalidInput with every field that is wrong.
    """
    person = await db.scalar(select(Person).where(Person.id == person_id, visible_to(actor)))
    standing = await relation(db, actor, person_id)
    if person is None or person.identity is None or standing is None:
        why = "no relation to the person" if standing is None else "erased"
        await audit.record_refused(actor, "person.identity_refused", "person", person_id, reason=why)
        raise NotFound("There is nobody here, or not for you to see")
    if standing != "need" or not await correctable(db, actor, [person_id]):
        raise NotAllowed("Who asked for the person, or the coordination, corrects this while it is needed")
    if rules.is_deceased(person.identity) or person.identity_hash is None:
        raise NotAllowed("Who died is not corrected here: correct the request")
    mine = await correctable(db, actor, await people_like(db, person_id))
    typed = {name: said for name, said in body if said is not MISSING}
    done = await correct_people(db, actor, person.identity_hash, mine, typed, first=person_id)
    if done == 0:
        await audit.record(db, actor, _TRACED, "person", person_id, detail={"fields": []})
    return wire.CorrectedIdentity(requests=done)


async def correct_people(
    db: AsyncSession,
    actor: Actor,
    former_hash: bytes,
    person_ids: Collection[UUID],
    typed: Mapping[str, Any],
    *,
    first: UUID | None = None,
) -> int:
    """Put right what was typed of the fields of an `IdentityCorrection`, in these rows about one person, for
    whom the caller has found the actor to be allowed; the number of rows in which something was wrong. The
    dead, and those who are forgotten or somebody else by now, are left alone.

    `first`: the row in which it was found wrong; a phone or an address then takes the place of what stands
    there alone. None: of whatever stands in each row. InvalidInput with every field that is wrong; NotFound
    when that row is not about them any more.
    """
    at = clock.now()
    assert actor.community_id is not None  # noqa: S101  persons are found in a community
    zone = identity.zone_of(await identity.community_of(db, actor.community_id))
    if errors := rules.errors_in(typed, today=at.astimezone(zone).date()):
        raise InvalidInput(errors=errors)
    for lock in LOCKS:
        await lock(db, person_ids)
    rows = await _locked(db, former_hash, person_ids)
    wrong = next((known for row, known in rows if row.id == first), None)
    if first is not None and wrong is None:
        raise NotFound("The person was corrected or forgotten in the meantime: look again")
    right = rules.kept(typed)
    sex = None if typed.get("sex") is None else str(typed["sex"])
    fields: dict[UUID, list[IdentityField]] = {}
    bands: dict[UUID, str] = {}
    present_hash = former_hash
    for row, known in rows:
        after = rules.corrected(known, right, None if row.id == first else wrong or known)
        changed = _changed(known, after, row.sex, sex)
        if not changed:
            continue
        fields[row.id], present_hash = changed, _write(row, after, sex)
        if IdentityField.birth_date in changed:
            row.age_band = bands[row.id] = _band_when_entered(row, after, zone)
        detail = {"fields": [field.value for field in changed]}
        await audit.record(db, actor, _TRACED, "person", row.id, detail=detail)
    await db.flush()
    if fields:
        born_on = date.fromisoformat(right["birth_date"]) if bands else None
        done = Corrected(actor.community_id, fields, bands, born_on, former_hash, present_hash, at)
        await _follow(db, actor, done)
    return len(fields)


def _changed(
    known: Mapping[str, Any], after: Mapping[str, Any], was: str | None, sex: str | None
) -> list[IdentityField]:
    """The fields that hold something else once corrected; no sex: as it was."""
    changed = [field for field in IdentityField if after.get(field) != known.get(field)]
    return [*changed, IdentityField.sex] if sex not in (None, was) else changed


def _write(row: Person, after: dict[str, Any], sex: str | None) -> bytes:
    """Write down what is right; the keyed hash by which the person is found from now on."""
    born = date.fromisoformat(after["birth_date"])
    found_by = identity_hash(after["family_name"], after["given_name"], born)
    former = row.identity_hash
    if former is not None and former not in (found_by, *row.former_hashes):
        row.former_hashes = [*row.former_hashes, former]
    row.identity, row.identity_hash, row.sex = after, found_by, sex or row.sex
    return found_by


def _band_when_entered(row: Person, after: Mapping[str, Any], zone: tzinfo) -> str:
    """The age on the day on which they were entered; whoever was born later was no older then."""
    born = date.fromisoformat(after["birth_date"])
    return rules.age_band(born, max(born, row.created_at.astimezone(zone).date())).value


async def _follow(db: AsyncSession, actor: Actor, done: Corrected) -> None:
    """Let what is kept of the person elsewhere follow them."""
    if done.present_hash != done.former_hash:
        await follow_the_person(db, actor, done.former_hash, done.present_hash, done.at)
    for follow in FOLLOWS:
        await follow(db, actor, done)


async def _locked(
    db: AsyncSession, former_hash: bytes, person_ids: Collection[UUID]
) -> list[tuple[Person, dict[str, Any]]]:
    """Those of these rows that are still about this person, alive, in one order for all; each with its
    identity."""
    wanted = select(Person).where(Person.id.in_(person_ids), Person.identity_hash == former_hash)
    wanted = wanted.order_by(Person.id).with_for_update(key_share=True)
    rows = await db.scalars(wanted.execution_options(populate_existing=True))
    known = [(row, row.identity) for row in rows]
    return [(row, who) for row, who in known if who is not None and not rules.is_deceased(who)]
