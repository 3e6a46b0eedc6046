"""One's passkeys: adding one, and doing without it."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import FactorAdded, PasskeyCreation, PasskeyInput
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.identity import passkeys
from api.identity.factor_rules import (
    MOST_PASSKEYS,
    FactorNews,
    FactorPurpose,
    FactorSetupExpired,
    SecondFactorWrong,
)
from api.identity.factor_tables import Passkey
from api.identity.service.factor_news import tell
from api.identity.service.factor_proofs import drawn, waiting
from api.identity.service.factors import ISSUER, added, has_factor, locked, passkeys_of, removed, use_proof


async def start_passkey(db: AsyncSession, actor: Actor) -> PasskeyCreation:
    """What the browser needs to make a passkey, for five minutes. ProofNeeded."""
    account = await use_proof(db, actor, clock.now())
    asked = await drawn(db, actor, FactorPurpose.passkey)
    await record(db, actor, "second_factor.passkey_asked", "account", account.id)
    return PasskeyCreation(
        challenge=passkeys.text_of(asked.challenge),
        rp_id=passkeys.rp_id(),
        rp_name=ISSUER,
        user_id=passkeys.text_of(account.id.bytes),
        user_name=account.email,
        user_label=account.name,
        algorithms=[int(one) for one in passkeys.ALGORITHMS],
        credential_ids=[passkeys.text_of(one.credential_id) for one in await passkeys_of(db, account.id)],
    )


async def add_passkey(db: AsyncSession, actor: Actor, body: PasskeyInput) -> tuple[FactorAdded, str]:
    """Keep the passkey that the browser made; the next token of the session comes with the answer.
    FactorSetupExpired (409) when this session was not asked for
    one; SecondFactorWrong (403) when it is not what was asked for; InvalidInput for one too many."""
    at = clock.now()
    account = await locked(db, actor.person_id)
    asked = await waiting(db, actor, FactorPurpose.passkey, at)
    if asked is None:
        raise FactorSetupExpired(
            "Ask for another challenge (POST /api/v1/me/second-factor/passkey-challenges)"
        )
    if len(await passkeys_of(db, account.id)) >= MOST_PASSKEYS:
        too_many = f"You have {MOST_PASSKEYS} passkeys already: remove one first"
        raise InvalidInput(errors=[FieldError("/name", too_many)])
    new = passkeys.made(body, asked.challenge)
    if await db.scalar(select(exists().where(Passkey.credential_id == new.credential_id))):
        raise SecondFactorWrong
    first = not await has_factor(db, account.id)
    db.add(
        Passkey(
            account_id=account.id,
            credential_id=new.credential_id,
            public_key=new.public_key,
            sign_count=new.sign_count,
            name=body.name.strip(),
            added_at=at,
            last_used_at=None,
        )
    )
    await db.delete(asked)
    await record(db, actor, "second_factor.passkey_added", "account", account.id)
    return await added(db, actor, first=first)


async def remove_passkey(db: AsyncSession, actor: Actor, passkey_id: UUID) -> None:
    """Do without a passkey. ProofNeeded; NotFound for one that is not one's own."""
    account = await use_proof(db, actor, clock.now())
    found = next((one for one in await passkeys_of(db, account.id) if one.id == passkey_id), None)
    if found is None:
        raise NotFound("You have no such passkey")
    await db.delete(found)
    await record(db, actor, "second_factor.passkey_removed", "account", account.id)
    await tell(db, account.id, FactorNews.removed, actor.community_id)
    await removed(db, account.id)
