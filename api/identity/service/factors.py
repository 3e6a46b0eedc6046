"""The second factors of an account: what is set, how one is added and taken away."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import Exists, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import (
    FactorAdded,
    Passkey,
    RecoveryCodes,
    SecondFactor,
)
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.problems import NotFound
from api.identity.factor_rules import (
    ALPHABET,
    RECOVERY_CODES,
    FactorNews,
    ProofNeeded,
    is_fresh,
    may_change,
    spelt,
)
from api.identity.factor_tables import FactorRequest, RecoveryCode, TotpFactor
from api.identity.factor_tables import Passkey as PasskeyRow
from api.identity.rules import ProvedBy
from api.identity.service.factor_news import tell
from api.identity.service.renewing import renew
from api.identity.tables import Account, Session

ISSUER = "Maillage"
_CODE_LETTERS = 10


async def has_factor(db: AsyncSession, account_id: UUID) -> bool:
    """Whether the account has an authenticator application or a passkey."""
    totp = _of_totp(account_id)
    passkey = exists().where(PasskeyRow.account_id == account_id)
    return bool(await db.scalar(select(or_(totp, passkey))))


async def has_totp(db: AsyncSession, account_id: UUID) -> bool:
    """Whether the account has an authenticator application."""
    return bool(await db.scalar(select(_of_totp(account_id))))


async def is_asked(db: AsyncSession, account: Account) -> bool:
    """Whether a password alone does not sign the account in. Those of the demonstration are everybody's: what
    one visitor set is not asked of the next."""
    return not account.is_demo and await has_factor(db, account.id)


async def locked(db: AsyncSession, account_id: UUID) -> Account:
    """The account, with nobody else at its factors until the transaction ends: no code serves twice."""
    mine = select(Account).where(Account.id == account_id).with_for_update(key_share=True)
    return (await db.scalars(mine)).one()


async def get_my_second_factor(db: AsyncSession, actor: Actor) -> SecondFactor:
    """What is set, for the person at the keyboard; never a secret."""
    totp = await totp_of(db, actor.person_id)
    return SecondFactor(
        totp_since=None if totp is None else totp.confirmed_at,
        passkeys=[
            Passkey(id=one.id, name=one.name, added_at=one.added_at, last_used_at=one.last_used_at)
            for one in await passkeys_of(db, actor.person_id)
        ],
        recovery_codes_left=await recovery_codes_left(db, actor.person_id),
    )


async def draw_recovery_codes(db: AsyncSession, actor: Actor) -> RecoveryCodes:
    """New codes in place of those before. ProofNeeded; NotFound without a factor to recover from."""
    account = await use_proof(db, actor, clock.now())
    if not await has_factor(db, account.id):
        raise NotFound("Add an authenticator application or a passkey first")
    await record(db, actor, "second_factor.codes_drawn", "account", account.id)
    await tell(db, account.id, FactorNews.codes_drawn, actor.community_id)
    return RecoveryCodes(codes=await _draw_codes(db, account.id))


async def use_proof(db: AsyncSession, actor: Actor, at: datetime) -> Account:
    """The account of the person at the keyboard, locked, when they may change its factors now; the proof they
    gave has then served. ProofNeeded (403) otherwise."""
    account = await locked(db, actor.person_id)
    session = await _own_session(db, actor)
    if not may_change(
        has_factor=await has_factor(db, account.id),
        opened_at=session.created_at,
        proved_again_at=session.proved_again_at,
        at=at,
    ):
        raise ProofNeeded
    session.proved_again_at = None
    return account


async def use_fresh_proof(db: AsyncSession, actor: Actor, at: datetime) -> None:
    """Take the proof that the person at the keyboard gave a moment ago; ProofNeeded (403) without one,
    however lately they signed in."""
    session = await _own_session(db, actor)
    if not is_fresh(session.proved_again_at, at=at):
        raise ProofNeeded
    session.proved_again_at = None


async def added(db: AsyncSession, actor: Actor, *, first: bool) -> tuple[FactorAdded, str]:
    """What follows a factor that was added: the first one brings recovery codes, and makes the session one of
    two factors; one of Pro Santé Connect stays that. The person is told. With it, the
    next token of the session."""
    await db.flush()
    await tell(db, actor.person_id, FactorNews.added, actor.community_id)
    token = await renew(db, actor)
    if not first:
        return FactorAdded(recovery_codes=None), token
    session = await db.get_one(Session, actor.session_id)
    if not session.proved_by.is_strong:
        session.proved_by = ProvedBy.second_factor
    return FactorAdded(recovery_codes=await _draw_codes(db, actor.person_id)), token


async def removed(db: AsyncSession, account_id: UUID) -> None:
    """What follows a factor that was removed: without any, nothing is left to recover, and open sessions are
    those of a password again."""
    await db.flush()
    if await has_factor(db, account_id):
        return
    await db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    strong = update(Session).where(
        Session.account_id == account_id, Session.proved_by == ProvedBy.second_factor
    )
    await db.execute(strong.values(proved_by=ProvedBy.password))


async def remove_all(db: AsyncSession, account_id: UUID) -> None:
    """Take every factor of an account away, and what is asked of it now."""
    for table in (TotpFactor, PasskeyRow, FactorRequest):
        await db.execute(delete(table).where(table.account_id == account_id))
    await removed(db, account_id)


async def passkeys_of(db: AsyncSession, account_id: UUID) -> list[PasskeyRow]:
    """The passkeys of an account, the oldest first."""
    mine = select(PasskeyRow).where(PasskeyRow.account_id == account_id)
    return list(await db.scalars(mine.order_by(PasskeyRow.added_at, PasskeyRow.id)))


async def recovery_codes_left(db: AsyncSession, account_id: UUID) -> int:
    """How many recovery codes of an account did not serve yet."""
    unused = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return await db.scalar(unused) or 0


def recovery_digest(account_id: UUID, code: str) -> bytes:
    """What is kept of a recovery code."""
    return keyed_hash("recovery code", f"{account_id}|{code}")


def _of_totp(account_id: UUID) -> Exists:
    return exists().where(TotpFactor.account_id == account_id)


async def _own_session(db: AsyncSession, actor: Actor) -> Session:
    """The session of this call, locked: no proof serves twice."""
    return await db.get_one(Session, actor.session_id, populate_existing=True, with_for_update=True)


async def totp_of(db: AsyncSession, account_id: UUID) -> TotpFactor | None:
    """The authenticator application of an account."""
    found: TotpFactor | None = await db.scalar(select(TotpFactor).where(TotpFactor.account_id == account_id))
    return found


async def _draw_codes(db: AsyncSession, account_id: UUID) -> list[str]:
    await db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(_CODE_LETTERS)) for _ in range(RECOVERY_CODES)]
    for code in codes:
        db.add(RecoveryCode(account_id=account_id, code_hash=recovery_digest(account_id, code), used_at=None))
    await db.flush()
    return [spelt(code) for code in codes]
