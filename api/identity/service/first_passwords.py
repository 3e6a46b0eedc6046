"""The first password of an account that the operator makes: chosen by its owner, by a link good once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import FirstPasswordChoice
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.identity import links, passwords
from api.identity.password_rules import FIRST_LINK_FOR, why_refused
from api.identity.policy import may_sign_in
from api.identity.service.factors import is_asked
from api.identity.service.failures import forget_failures
from api.identity.tables import Account


async def draw_first_link(db: AsyncSession, actor: Actor, account: Account, *, at: datetime) -> str:
    """The page where the owner of an account without a password chooses one; a page drawn before serves no
    more."""
    account.first_link_serial += 1
    account.first_link_until = at + FIRST_LINK_FOR
    await db.flush()
    await record(db, actor, "password.link_drawn", "account", account.id)
    token = links.link_token(links.FIRST_PASSWORD, account.id, account.first_link_serial)
    return links.first_password_page(token)


async def choose_first_password(db: AsyncSession, body: FirstPasswordChoice) -> None:
    """Give the account behind such a link its password. It opens no session, and no second factor that the
    account has is passed by.

    NotFound when the link does not serve (any more), or the account got a password in another way;
    InvalidInput when the password is short or guessable.
    """
    at = clock.now()
    waits = select(Account).where(
        Account.id == links.subject_of(body.token),
        Account.first_link_until > at,
        Account.password_hash.is_(None),
        may_sign_in(),
    )
    account = await db.scalar(waits.with_for_update())
    if account is None or not links.is_link(
        body.token, links.FIRST_PASSWORD, account.id, account.first_link_serial
    ):
        raise NotFound("There is no such link (any more): ask who gave it to you for a new one")
    if why := why_refused(body.password, account.name, account.email):
        raise InvalidInput(errors=[FieldError("/password", why)])
    async with passwords.turn():
        account.password_hash = await passwords.hashed(body.password)
    account.first_link_until = account.link_until = None
    if not await is_asked(db, account):
        await forget_failures(db, account.email_hash)
    owner = Actor("account", account.id, account.name, None, frozenset(), frozenset())
    await record(db, owner, "password.chosen", "account", account.id)
