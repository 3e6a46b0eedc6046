"""Proving a second factor: at sign-in, and again before one's factors change."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import FactorAsked, FactorProof, PasskeyAnswer, PasskeyRequest
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none
from api.core.problems import FieldError, InvalidInput
from api.identity import passkeys, passwords
from api.identity.factor_rules import (
    ASKED_FOR,
    FactorNews,
    FactorPurpose,
    SecondFactorWrong,
    accepted_step,
    is_totp,
    normal_code,
)
from api.identity.factor_tables import FactorRequest, Passkey, RecoveryCode, TotpFactor
from api.identity.rules import ProvedBy
from api.identity.service.factors import (
    has_factor,
    has_totp,
    locked,
    passkeys_of,
    recovery_codes_left,
    recovery_digest,
    totp_of,
)
from api.identity.service.failures import forget_failures, inside, note_failure, refuse_while_locked
from api.identity.service.renewing import renew
from api.identity.tables import Account, Session


async def what_is_asked(db: AsyncSession, account: Account, asked: FactorRequest) -> FactorAsked:
    """With what this request may be answered."""
    keys = await passkeys_of(db, account.id)
    totp = await has_totp(db, account.id)
    request = PasskeyRequest(
        challenge=passkeys.text_of(asked.challenge),
        rp_id=passkeys.rp_id(),
        credential_ids=[passkeys.text_of(one.credential_id) for one in keys],
    )
    return FactorAsked(
        password=not (totp or keys) and account.password_hash is not None,
        totp=totp,
        recovery=await recovery_codes_left(db, account.id) > 0,
        passkey=request if keys else None,
        expires_at=asked.expires_at,
    )


async def ask_factor_proof(db: AsyncSession, actor: Actor) -> FactorAsked:
    """Draw a challenge for this session, in place of the one before."""
    account = await locked(db, actor.person_id)
    asked = await drawn(db, actor, FactorPurpose.proof)
    await record(db, actor, "second_factor.proof_asked", "account", account.id)
    return await what_is_asked(db, account, asked)


async def prove_again(db: AsyncSession, actor: Actor, proof: FactorProof) -> str:
    """Note in the session that its person proved who they are, for one change of their factors. A factor
    makes it one of two: it may have been opened by the password before there was any. Its next token:
    a copy of the cookie gains nothing by it.

    SecondFactorWrong (403), AccountLocked (429) after too many.
    """
    at = clock.now()
    account = await locked(db, actor.person_id)
    asked = await waiting(db, actor, FactorPurpose.proof, at)
    await prove(db, account, proof, asked, inside(account.id), at)
    if asked is not None:
        await db.delete(asked)
    session = await db.get_one(Session, actor.session_id)
    session.proved_again_at = at
    if or_none(proof.password) is None and not session.proved_by.is_strong:
        session.proved_by = ProvedBy.second_factor
    await record(db, actor, "second_factor.proved_again", "account", account.id)
    return await renew(db, actor)


async def drawn(
    db: AsyncSession,
    actor: Actor,
    purpose: FactorPurpose,
    *,
    lasts: timedelta = ASKED_FOR,
    secret: str | None = None,
) -> FactorRequest:
    """A new challenge for this session and purpose, in place of the one before. `secret`: that of an
    authenticator application, which waits for its first code."""
    before = delete(FactorRequest).where(
        FactorRequest.session_id == actor.session_id, FactorRequest.purpose == purpose
    )
    await db.execute(before)
    asked = FactorRequest(
        account_id=actor.person_id,
        purpose=purpose,
        session_id=actor.session_id,
        challenge=passkeys.challenge(),
        secret=secret,
        expires_at=clock.now() + lasts,
    )
    db.add(asked)
    await db.flush()
    return asked


async def waiting(
    db: AsyncSession, actor: Actor, purpose: FactorPurpose, at: datetime
) -> FactorRequest | None:
    """The challenge of this session and purpose that still serves."""
    found: FactorRequest | None = await db.scalar(
        select(FactorRequest).where(
            FactorRequest.session_id == actor.session_id,
            FactorRequest.purpose == purpose,
            FactorRequest.expires_at > at,
        )
    )
    return found


async def prove(
    db: AsyncSession,
    account: Account,
    proof: FactorProof,
    asked: FactorRequest | None,
    address: bytes,
    at: datetime,
) -> None:
    """Return when the proof is right; it is then used up. The account is locked by the caller.

    InvalidInput (422) unless it is one proof; AccountLocked (429) while there were too many failures under
    `address`, but for a passkey; SecondFactorWrong (403) otherwise, which counts as one more and, of a code
    that served already, is told to the person.
    """
    password, code, passkey = or_none(proof.password), or_none(proof.code), or_none(proof.passkey)
    if [password, code, passkey].count(None) != 2:
        raise InvalidInput(errors=[FieldError("/code", "Give one proof: password, code or passkey")])
    if passkey is None:  # which nobody guesses: no failures of others stand before it
        await refuse_while_locked(db, address, at)
    if password is not None:
        right = await _by_password(db, account, password)
    elif code is not None:
        right = await _by_code(db, account, normal_code(code), at)
    else:
        assert passkey is not None  # noqa: S101  one of the three
        right = asked is not None and await _by_passkey(db, account, passkey, asked, at)
    if not right:
        again = code is not None and await _served(db, account, normal_code(code), at)
        news = FactorNews.tried_again if again else None
        await note_failure(address, account, at, action="second_factor.refused", news=news)
        raise SecondFactorWrong
    await forget_failures(db, address)


async def _by_password(db: AsyncSession, account: Account, password: str) -> bool:
    """Only of who has nothing better."""
    if await has_factor(db, account.id):
        return False
    async with passwords.turn():
        return await passwords.verified(password, account.password_hash)


async def _by_code(db: AsyncSession, account: Account, code: str, at: datetime) -> bool:
    if not is_totp(code):
        return await _by_recovery_code(db, account, code, at)
    totp = await db.scalar(
        select(TotpFactor)
        .where(TotpFactor.account_id == account.id)
        .execution_options(populate_existing=True)
    )
    if totp is None:
        return False
    step = accepted_step(totp.secret, code, last_step=totp.last_step, at=at)
    if step is None:
        return False
    totp.last_step = step
    return True


async def _served(db: AsyncSession, account: Account, code: str, at: datetime) -> bool:
    """Whether a code that was refused is good by itself: it, or a later one, was used before."""
    if is_totp(code):
        totp = await totp_of(db, account.id)
        return totp is not None and accepted_step(totp.secret, code, last_step=None, at=at) is not None
    used = exists().where(
        RecoveryCode.account_id == account.id,
        RecoveryCode.code_hash == recovery_digest(account.id, code),
    )
    return bool(await db.scalar(select(used)))


async def _by_recovery_code(db: AsyncSession, account: Account, code: str, at: datetime) -> bool:
    using = update(RecoveryCode).where(
        RecoveryCode.account_id == account.id,
        RecoveryCode.code_hash == recovery_digest(account.id, code),
        RecoveryCode.used_at.is_(None),
    )
    if (await db.scalars(using.values(used_at=at).returning(RecoveryCode.id))).first() is None:
        return False
    owner = Actor("account", account.id, account.name, None, frozenset(), frozenset())
    await record(db, owner, "second_factor.code_used", "account", account.id)
    return True


async def _by_passkey(
    db: AsyncSession, account: Account, answer: PasskeyAnswer, asked: FactorRequest, at: datetime
) -> bool:
    keys = {passkeys.text_of(one.credential_id): one for one in await passkeys_of(db, account.id)}
    found: Passkey | None = keys.get(answer.credential_id)
    if found is None:
        return False
    try:
        found.sign_count = passkeys.answered(
            answer, asked.challenge, public_key=found.public_key, sign_count=found.sign_count
        )
    except SecondFactorWrong:
        return False
    found.last_used_at = at
    return True
