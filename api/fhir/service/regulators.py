"""The accounts of regulators, which the national platform keeps (flow INT_R02)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.actor import Actor
from api.fhir import policy, rules
from api.fhir.requests import Sent
from api.fhir.rules import Resource
from api.identity import service as identity


async def create_regulator(db: AsyncSession, actor: Actor, sent: Sent, body: bytes) -> tuple[Resource, str]:
    """A new account: its resource and its address.

    FhirRefusal: the body is no such resource (400, 422), or an active account has an identifier (422).
    NotAllowed (403) to all but the national platform.
    """
    policy.check_keeps_regulators(actor)
    regulator = rules.read_regulator(body)
    try:
        account_id = await identity.create_regulator(db, actor, regulator)
    except identity.IdentifierTaken as error:
        raise rules.taken(error.identifier, regulator) from error
    return rules.regulator(regulator, account_id), _address(sent, account_id)


async def replace_regulator(db: AsyncSession, actor: Actor, sent: Sent, body: bytes) -> tuple[Resource, str]:
    """The account with the identifier of the query, made so; a new one when nobody has it. Refuses like
    `create_regulator`, and (400) a query that names no identifier."""
    policy.check_keeps_regulators(actor)
    wanted = rules.read_condition(sent.pairs, strict=sent.strict)
    regulator = rules.read_regulator(body)
    try:
        account_id = await identity.replace_regulator(db, actor, wanted, regulator)
    except identity.IdentifierTaken as error:
        raise rules.taken(error.identifier, regulator) from error
    return rules.regulator(regulator, account_id), _address(sent, account_id)


async def read_regulator(db: AsyncSession, actor: Actor, account_id: UUID) -> Resource | None:
    """An account of the platform's; None when it is not one, or not for this client to see."""
    if not policy.keeps_regulators(actor):
        return None
    found = await identity.regulator_of(db, account_id)
    return None if found is None else rules.regulator(found, account_id)


def _address(sent: Sent, account_id: UUID) -> str:
    return f"{sent.base}/fhir/Practitioner/{account_id}"
