"""A forgotten password, or the first one of an account that the operator made or the SAS platform keeps: its
owner is given a link or asks for one, and chooses."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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
from api.identity.password_rules import FIRST_LINK_FOR, goes_on, why_refused
from api.identity.policy import may_choose_by_link
from api.identity.rules import PASSWORD_LINK_FOR, PASSWORD_LINK_PAUSE
from api.identity.service.accounts import at_address, email_hash, end_sessions, last_community
from api.identity.service.factor_news import tell
from api.identity.service.factors import is_asked
from api.identity.service.failures import forget_failures
from api.identity.service.regulators import is_regulator
from api.identity.tables import Account, RegulatorAccount

LINK_SENDERS: list[Callable[[AsyncSession, UUID, int], Awaitable[None]]] = []
"""Who sends the e-mail with the link (account, number of the sending), with the transaction."""

_NO_LINK = "There is no such link (any more): ask for a new one on the sign-in page"


@dataclass(frozen=True)
class SentLink:
    """What the e-mail with a link needs. `of_platform`: the account is one that the SAS platform keeps."""

    address: str
    page: str
    of_platform: bool


async def request_password_link(db: AsyncSession, body: PasswordLinkRequest) -> None:
    """Send a link to the accounts of this address that may have a password (`may_choose_by_link`), each its
    own. Answered alike when there is none, and when one was sent a moment ago."""
    at = clock.now()
    again = or_(Account.link_sent_at.is_(None), Account.link_sent_at <= at - PASSWORD_LINK_PAUSE)
    wanted = (
        select(Account)
        .where(
            at_address(email_hash(body.email)),
            may_choose_by_link(),
            or_(Account.link_until.is_(None), again),
        )
        .order_by(Account.id)
        .with_for_update()
    )
    sent = (await db.scalars(wanted)).all()
    for account in sent:
        if not goes_on(account.link_until, at):
            account.link_serial += 1
            account.link_until = at + PASSWORD_LINK_FOR
        account.link_sent_at = at
        for send in LINK_SENDERS:
            await send(db, account.id, account.link_serial)
        await record(db, system_actor(), "password.link_sent", "account", account.id)
    if not sent:
        await record(db, system_actor(), "password.link_refused", "account", None)


async def password_link(db: AsyncSession, account_id: UUID, serial: int, *, at: datetime) -> SentLink | None:
    """The link of that sending and where it goes; None when it no longer serves."""
    account = await db.scalar(
        select(Account).where(
            Account.id == account_id,
            Account.link_serial == serial,
            Account.link_until > at,
            may_choose_by_link(),
        )
    )
    if account is None:
        return None
    of_platform = await is_regulator(db, account_id)
    leads = links.Leads.of_platform if of_platform else links.Leads.forgotten
    return SentLink(account.email, _page(account, leads), of_platform)


async def draw_first_link(db: AsyncSession, actor: Actor, account: Account, *, at: datetime) -> str:
    """The page where the owner of an account without a password chooses one; a page drawn before, or sent,
    serves no more."""
    account.link_serial += 1
    account.link_sent_at, account.link_until = None, at + FIRST_LINK_FOR
    await db.flush()
    await record(db, actor, "password.link_drawn", "account", account.id)
    return _page(account, links.Leads.first)


def _page(account: Account, leads: links.Leads) -> str:
    return links.password_page(links.link_token(links.PASSWORD, account.id, account.link_serial), leads)


async def choose_password(db: AsyncSession, body: PasswordChoice) -> None:
    """Give the account behind a link its password; the link serves no more, and sessions end; they
    are told when it takes the place of another. A second factor stays, and what was counted against it.

    NotFound when the link does not serve (any more); InvalidInput when the password is short or guessable, or
    when the terms of use are not accepted and never were by who comes from the SAS platform.
    """
    at = clock.now()
    account = await db.scalar(
        select(Account)
        .where(Account.id == links.subject_of(body.token), Account.link_until > at, may_choose_by_link())
        .with_for_update()
    )
    if account is None or not links.is_link(body.token, links.PASSWORD, account.id, account.link_serial):
        raise NotFound(_NO_LINK)
    kept = await db.scalar(select(RegulatorAccount).where(RegulatorAccount.account_id == account.id))
    errors = []
    if why := why_refused(body.password, account.name, account.email):
        errors.append(FieldError("/password", why))
    if kept is not None and kept.terms_accepted_at is None and not body.terms_accepted:
        errors.append(FieldError("/terms_accepted", "Accept the terms of use"))
    if errors:
        raise InvalidInput(errors=errors)
    had_one = account.password_hash is not None
    async with passwords.turn():
        account.password_hash = await passwords.hashed(body.password)
    account.link_until = None
    if kept is not None:
        kept.terms_accepted_at = kept.terms_accepted_at or at
    await end_sessions(db, account.id, at)
    await db.execute(delete(FactorRequest).where(FactorRequest.account_id == account.id))
    if not await is_asked(db, account):
        # Under what is typed at sign-in, also of an account of the SAS platform.
        await forget_failures(db, email_hash(account.email))
    owner = Actor("account", account.id, account.name, None, frozenset(), frozenset())
    await record(db, owner, "password.chosen", "account", account.id)
    if had_one:
        community_id = await last_community(db, account.id)
        await set_community(db, community_id)
        await tell(db, account.id, FactorNews.password_changed, community_id)
