"""Signing in: by the password, then the second factor of who has one; or by Pro Santé Connect."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import Credentials, FactorAsked, FactorProof, Me
from api.core import clock
from api.core.actor import Actor
from api.core.db import set_community
from api.core.members import or_none
from api.core.problems import FieldError, InvalidInput
from api.identity import passkeys
from api.identity.factor_rules import ASKED_FOR, FactorPurpose, SecondFactorExpired
from api.identity.factor_tables import FactorRequest
from api.identity.links import digest
from api.identity.psc.linking import account_of
from api.identity.psc.rules import Practice, told
from api.identity.references import occupation
from api.identity.regulators import comes_from_platform
from api.identity.rules import ProvedBy
from api.identity.service.accounts import email_hash, last_community
from api.identity.service.comers import comer_of
from api.identity.service.factor_proofs import prove, what_is_asked
from api.identity.service.factors import is_asked, locked
from api.identity.service.failures import forget_failures
from api.identity.service.sessions import enter, known_account
from api.identity.tables import Account, Delegation


@dataclass(frozen=True)
class Asked:
    """The password was right; the session opens with the second factor. `token` is for the cookie."""

    body: FactorAsked
    token: str


async def create_session(
    db: AsyncSession,
    credentials: Credentials,
    *,
    network: str,
    replacing: str | None,
    browser: str | None = None,
) -> tuple[Me, str] | Asked:
    """Sign in: who one is now, and the token for the cookie; or what is asked of who has a second factor.
    `network`: where the call comes from (`network_of`). `replacing` is the token of a session that the
    browser had, which ends; `browser` what it says of itself (`User-Agent`). Refuses like `known_account`.
    """
    address = email_hash(credentials.email)
    account, counted_under = await known_account(
        db,
        address,
        credentials.password,
        comer=await comer_of(db, network, replacing),
        from_platform=comes_from_platform(or_none(credentials.origin)),
    )
    return await enter_or_ask(db, account, counted_under, replacing=replacing, browser=browser)


async def enter_or_ask(
    db: AsyncSession,
    account: Account,
    address: bytes,
    *,
    replacing: str | None,
    delegation: Delegation | None = None,
    browser: str | None = None,
) -> tuple[Me, str] | Asked:
    """Sign in an account whose password was right, like `enter`; a second factor that it has is asked
    first. Wrong ones will be counted under `address`."""
    if not await is_asked(db, account):
        await forget_failures(db, address)
        return await enter(db, account, replacing=replacing, delegation=delegation, browser=browser)
    token = secrets.token_urlsafe(32)
    asked = FactorRequest(
        account_id=account.id,
        purpose=FactorPurpose.sign_in,
        token_hash=digest(token),
        address=address,
        delegation_id=None if delegation is None else delegation.id,
        challenge=passkeys.challenge(),
        expires_at=clock.now() + ASKED_FOR,
    )
    db.add(asked)
    await db.flush()
    community_id = delegation.community_id if delegation else await last_community(db, account.id)
    await set_community(db, community_id)
    owner = Actor("account", account.id, account.name, community_id, frozenset(), frozenset())
    await record(db, owner, "session.factor_asked", "account", account.id)
    return Asked(await what_is_asked(db, account, asked), token)


async def complete_sign_in(
    db: AsyncSession,
    proof: FactorProof,
    *,
    asked: str | None,
    replacing: str | None,
    browser: str | None = None,
) -> tuple[Me, str]:
    """Open the session that waited for the second factor; `asked` is the token of that cookie, good once.

    SecondFactorExpired (401) when nothing waits (any more); refuses like `prove`.
    """
    at = clock.now()
    waits = await _waiting(db, asked, at)
    if waits is None:
        raise SecondFactorExpired
    account = await locked(db, waits.account_id)
    waits = await _waiting(db, asked, at)  # another call may have used it before the account was ours
    if waits is None or not account.is_active or waits.address is None:
        raise SecondFactorExpired
    if or_none(proof.password) is not None:
        raise InvalidInput(errors=[FieldError("/password", "Leave it out: it was given already")])
    await prove(db, account, proof, waits, waits.address, at)
    delegation = None
    if waits.delegation_id is not None:
        delegation = await db.get(Delegation, waits.delegation_id)
    still = delegation if delegation is not None and delegation.ended_at is None else None
    await db.delete(waits)
    return await enter(
        db,
        account,
        replacing=replacing,
        delegation=still,
        browser=browser,
        proved_by=ProvedBy.second_factor,
    )


async def enter_by_pro_sante_connect(
    db: AsyncSession,
    rpps: str,
    practices: list[Practice],
    *,
    kept: dict[str, Any],
    replacing: str | None,
    browser: str | None,
) -> tuple[Me, str]:
    """Sign in for whom Pro Santé Connect vouches, like `enter`. `kept`: what ends the session
    there too. SignInFailed (`no_access`) without an open account that has a role."""
    return await enter(
        db,
        await account_of(db, rpps),
        replacing=replacing,
        browser=browser,
        proved_by=ProvedBy.pro_sante_connect,
        pro_sante_connect=kept,
        practices=told(practices, occupation),
    )


async def _waiting(db: AsyncSession, token: str | None, at: datetime) -> FactorRequest | None:
    if token is None:
        return None
    wanted = select(FactorRequest).where(
        FactorRequest.token_hash == digest(token), FactorRequest.expires_at > at
    )
    found: FactorRequest | None = await db.scalar(wanted.execution_options(populate_existing=True))
    return found
