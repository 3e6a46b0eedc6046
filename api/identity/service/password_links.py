"""The password of an account that the SAS platform keeps: its owner asks for a link, and chooses one."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import PasswordChoice, PasswordLinkRequest
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.db import set_community
from api.core.problems import FieldError, InvalidInput, NotFound
from api.identity import links, passwords
from api.identity.factor_rules import FactorNews
from api.identity.factor_tables import FactorRequest
from api.identity.password_rules import why_refused
from api.identity.policy import may_sign_in
from api.identity.rules import PASSWORD_LINK_FOR, PASSWORD_LINK_PAUSE
from api.identity.service.accounts import email_hash, end_sessions, last_community
from api.identity.service.factor_news import tell
from api.identity.service.factors import is_asked
from api.identity.service.failures import forget_failures
from api.identity.tables import Account, RegulatorAccount

LINK_SENDERS: list[Callable[[AsyncSession, UUID, int], Awaitable[None]]] = []
"""Who sends the e-mail with the link (account, number of the sending), with the transaction."""

_NO_LINK = "There is no such link (any more): ask for a new one on the sign-in page"


async def request_password_link(db: AsyncSession, body: PasswordLinkRequest) -> None:
    """Send a link to the accounts of the platform that have this address. Answered alike when there is none,
    and when one was sent a moment ago."""
    at = clock.now()
    recent = at + PASSWORD_LINK_FOR - PASSWORD_LINK_PAUSE
    wanted = (
        select(RegulatorAccount)
        .join(Account, Account.id == RegulatorAccount.account_id)
        .where(
            RegulatorAccount.email_hash == email_hash(body.email),
            may_sign_in(),
            or_(RegulatorAccount.link_until.is_(None), RegulatorAccount.link_until <= recent),
        )
        .with_for_update(of=RegulatorAccount)
    )
    sent = (await db.scalars(wanted)).all()
    for kept in sent:
        kept.link_serial += 1
        kept.link_until = at + PASSWORD_LINK_FOR
        for send in LINK_SENDERS:
            await send(db, kept.account_id, kept.link_serial)
        await record(db, system_actor(), "password.link_sent", "account", kept.account_id)
    if not sent:
        await record(db, system_actor(), "password.link_refused", "account", None)


async def password_link(
    db: AsyncSession, account_id: UUID, serial: int, *, at: datetime
) -> tuple[str, str] | None:
    """The address and the link of that sending; None when it no longer serves."""
    found = (
        await db.execute(
            select(RegulatorAccount, Account)
            .join(Account, Account.id == RegulatorAccount.account_id)
            .where(
                RegulatorAccount.account_id == account_id,
                RegulatorAccount.link_serial == serial,
                RegulatorAccount.link_until > at,
                may_sign_in(),
            )
        )
    ).first()
    if found is None:
        return None
    return found[1].email, links.password_page(links.link_token(links.PASSWORD, account_id, serial))


async def choose_password(db: AsyncSession, body: PasswordChoice) -> None:
    """Give the account behind a link its password; the link serves no more, and sessions end; they
    are told when it takes the place of another. A second factor stays, and what was counted against it.

    NotFound when the link does not serve (any more); InvalidInput when the password is short or guessable, or
    when the terms of use are not accepted and never were.
    """
    at = clock.now()
    named = links.subject_of(body.token)
    kept = await db.scalar(
        select(RegulatorAccount)
        .join(Account, Account.id == RegulatorAccount.account_id)
        .where(RegulatorAccount.account_id == named, RegulatorAccount.link_until > at, may_sign_in())
        .with_for_update(of=RegulatorAccount)
    )
    if kept is None or not links.is_link(body.token, links.PASSWORD, kept.account_id, kept.link_serial):
        raise NotFound(_NO_LINK)
    account = await db.get_one(Account, kept.account_id)
    errors = []
    if why := why_refused(body.password, account.name, account.email):
        errors.append(FieldError("/password", why))
    if kept.terms_accepted_at is None and not body.terms_accepted:
        errors.append(FieldError("/terms_accepted", "Accept the terms of use"))
    if errors:
        raise InvalidInput(errors=errors)
    had_one = account.password_hash is not None
    async with passwords.turn():
        account.password_hash = await passwords.hashed(body.password)
    kept.link_until, kept.terms_accepted_at = None, kept.terms_accepted_at or at
    await end_sessions(db, account.id, at)
    await db.execute(delete(FactorRequest).where(FactorRequest.account_id == account.id))
    if not await is_asked(db, account):
        await forget_failures(db, kept.email_hash)
    owner = Actor("account", account.id, account.name, None, frozenset(), frozenset())
    await record(db, owner, "password.chosen", "account", account.id)
    if had_one:
        community_id = await last_community(db, account.id)
        await set_community(db, community_id)
        await tell(db, account.id, FactorNews.password_changed, community_id)
