"""One's authenticator application: adding one or another, and doing without it."""

import pyotp
import segno
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import FactorAdded, TotpConfirmation, TotpSecret
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound
from api.identity.factor_rules import (
    SETUP_FOR,
    FactorNews,
    FactorPurpose,
    FactorSetupExpired,
    SecondFactorWrong,
    accepted_step,
    normal_code,
)
from api.identity.factor_tables import TotpFactor
from api.identity.service.factor_news import tell
from api.identity.service.factor_proofs import drawn, waiting
from api.identity.service.factors import ISSUER, added, has_factor, locked, removed, totp_of, use_proof
from api.identity.service.failures import inside, note_failure, refuse_while_locked

_QR_MARGIN = 4


async def start_totp(db: AsyncSession, actor: Actor) -> TotpSecret:
    """Draw a secret, which waits for its first code in this session, in place of the one before; the one in
    use goes on. ProofNeeded."""
    account = await use_proof(db, actor, clock.now())
    secret = pyotp.random_base32()
    await drawn(db, actor, FactorPurpose.totp, lasts=SETUP_FOR, secret=secret)
    await record(db, actor, "second_factor.totp_drawn", "account", account.id)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)
    size, path = _qr(uri)
    return TotpSecret(secret=secret, uri=uri, qr_size=size, qr_path=path)


async def confirm_totp(db: AsyncSession, actor: Actor, body: TotpConfirmation) -> tuple[FactorAdded, str]:
    """Make the secret that this session drew count, by its first code; the next token of the session comes
    with the answer. FactorSetupExpired (409) when none
    waits; SecondFactorWrong (403) for another code, which counts like a wrong proof; AccountLocked (429)
    after too many."""
    at = clock.now()
    account = await locked(db, actor.person_id)
    asked = await waiting(db, actor, FactorPurpose.totp, at)
    if asked is None or asked.secret is None:
        raise FactorSetupExpired("Draw another secret (POST /api/v1/me/second-factor/totp)")
    await refuse_while_locked(db, inside(account.id), at)
    step = accepted_step(asked.secret, normal_code(body.code), last_step=None, at=at)
    if step is None:
        await note_failure(inside(account.id), account, at, action="second_factor.refused")
        raise SecondFactorWrong
    first = not await has_factor(db, account.id)
    totp = await totp_of(db, account.id) or TotpFactor(account_id=account.id)
    totp.secret, totp.confirmed_at, totp.last_step = asked.secret, at, step
    db.add(totp)
    await db.delete(asked)
    await record(db, actor, "second_factor.totp_added", "account", account.id)
    return await added(db, actor, first=first)


async def remove_totp(db: AsyncSession, actor: Actor) -> None:
    """Do without the authenticator application. ProofNeeded; NotFound when there is none."""
    account = await use_proof(db, actor, clock.now())
    totp = await totp_of(db, account.id)
    if totp is None:
        raise NotFound("There is no authenticator application")
    await db.delete(totp)
    await record(db, actor, "second_factor.totp_removed", "account", account.id)
    await tell(db, account.id, FactorNews.removed, actor.community_id)
    await removed(db, account.id)


def _qr(text: str) -> tuple[int, str]:
    """The QR code of a text: its width, and the path of an SVG that draws its dark squares."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=_QR_MARGIN))
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(squares)
