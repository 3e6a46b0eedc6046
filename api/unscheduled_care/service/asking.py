"""Who asks: name, phone, and the French words by which the anonymous card says it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import MISSING
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import Requester
from api.contract.models import OrganisationKind, RequestOrigin, Role
from api.core.actor import Actor
from api.core.members import text_or_none
from api.core.problems import FieldError, NotAllowed
from api.directory import service as directory
from api.identity import service as identity
from api.people.rules import NIR_HINT, PhoneRefused, e164, refuse_nir
from api.unscheduled_care import rules
from api.unscheduled_care.policy import may_coordinate, may_request


@dataclass(frozen=True)
class Asking:
    """The requester of a case, and where the request comes from."""

    requester: Requester
    origin: RequestOrigin


async def asking_of(
    db: AsyncSession, actor: Actor, *, requested_for: Any = MISSING, requested_for_phone: Any = MISSING
) -> Asking:
    """The requester that the actor stands for. NotAllowed when the actor may file no request.

    `requested_for` and its phone are those of somebody who called the coordination.
    """
    if not may_request(actor):
        raise NotAllowed("Your role files no request for care: call the coordination")
    called = text_or_none(requested_for)
    if may_coordinate(actor) and (called or Role.professional not in actor.roles):
        return await _coordination(db, actor, called, requested_for_phone)
    name, phone, kind = actor.name, None, None
    if actor.organisation_id is not None:
        structure = await directory.organisation_of(db, actor.organisation_id)
        name, phone, kind = structure.name, structure.phone, structure.kind
    if Role.regulator in actor.roles:
        return _asking(actor, name, phone, rules.SAID_OF_REGULATION, RequestOrigin.sas)
    if Role.professional in actor.roles and actor.professional_id is not None:
        profession, own_phone = await _profession(db, actor)
        said = rules.SAID_OF_PROFESSION.get(profession, rules.SAID_OTHERWISE)
        origin = rules.ORIGIN_OF_PROFESSION.get(profession, RequestOrigin.other_professional)
        if kind is OrganisationKind.unscheduled_care_centre:
            origin = RequestOrigin.unscheduled_care_centre
        return _asking(actor, name, phone or own_phone, said, origin)
    said = rules.SAID_OF_ORGANISATION.get(kind, rules.SAID_OTHERWISE) if kind else rules.SAID_OTHERWISE
    origin = RequestOrigin.organisation
    if kind is not None:
        origin = rules.ORIGIN_OF_ORGANISATION.get(kind, origin)
    return _asking(actor, name, phone, said, origin)


def errors_of_call(actor: Actor, requested_for: Any, phone: Any) -> list[FieldError]:
    """What is wrong with the caller that a coordinator typed; nobody else may type one."""
    found = []
    called, number = text_or_none(requested_for), text_or_none(phone)
    if (called or number) and not may_coordinate(actor):
        message = "Only the coordination enters requests for others: leave this out"
        found.append(FieldError("/requested_for", message))
    if called and refuse_nir(called):
        found.append(FieldError("/requested_for", NIR_HINT))
    if number:
        try:
            e164(number)
        except PhoneRefused as refused:
            found.append(FieldError("/requested_for_phone", str(refused)))
    return found


async def _coordination(db: AsyncSession, actor: Actor, called: str | None, phone: Any) -> Asking:
    assert actor.community_id is not None  # noqa: S101  `may_request` has just asked for it
    community = await identity.community_of(db, actor.community_id)
    number = text_or_none(phone)
    own = community.coordination_name or community.short_name
    reached = None if called else community.coordination_phone
    if number:
        with suppress(PhoneRefused):  # `errors_of_call` names it
            reached = e164(number)
    return _asking(actor, called or own, reached, rules.SAID_OF_COORDINATION, RequestOrigin.coordinator)


async def _profession(db: AsyncSession, actor: Actor) -> tuple[str, str | None]:
    """The profession code of the actor and their phone, whether or not they are a member."""
    assert actor.professional_id is not None and actor.community_id is not None  # noqa: S101, PT018  asked before
    member = await directory.member_of(db, actor.community_id, actor.professional_id)
    if member is not None:
        return member.profession_code, member.phone
    summary = (await directory.summaries(db, [actor.professional_id])).get(actor.professional_id)
    return (summary.profession_code if summary else "", None)


def _asking(actor: Actor, name: str, phone: str | None, said: str, origin: RequestOrigin) -> Asking:
    requester = Requester(
        kind="client" if actor.kind == "client" else "account",
        id=actor.id,
        name=name,
        profession=said,
        phone=phone,
        professional_id=actor.professional_id,
        organisation_id=actor.organisation_id,
    )
    return Asking(requester, origin)
