"""Changing one's own password: known until now, and proved by the second factor of who has one."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import PasswordChange
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotFound
from api.identity import passwords
from api.identity.factor_rules import FactorNews
from api.identity.factor_tables import FactorRequest
from api.identity.password_rules import why_refused
from api.identity.rules import PasswordWrong
from api.identity.service.accounts import email_hash, has_own_password
from api.identity.service.factor_news import tell
from api.identity.service.factors import has_factor, locked, use_fresh_proof
from api.identity.service.failures import forget_failures, inside, note_failure, refuse_while_locked
from api.identity.service.own_sessions import end_my_other_sessions
from api.identity.service.renewing import renew


async def change_password(db: AsyncSession, actor: Actor, body: PasswordChange) -> str:
    """Change the password of the person at the keyboard; the next token of their session. They are told,
    their other sessions end, and so does what the password until now had begun: a sign-in that waits for the
    second factor, a link to choose another, a copy of this session's cookie.

    NotFound without a password of one's own; InvalidInput for one that is short, guessable or the same;
    ProofNeeded (403) for who has a second factor and did not prove it a moment ago; PasswordWrong (403) when
    the present one is another, which counts like a wrong proof; AccountLocked (429) after too many.
    """
    at = clock.now()
    account = await locked(db, actor.person_id)
    if not has_own_password(account):
        raise NotFound("You do not sign in with a password of your own")
    if why := why_refused(body.chosen, account.name, account.email):
        raise InvalidInput(errors=[FieldError("/chosen", why)])
    if await has_factor(db, account.id):
        await use_fresh_proof(db, actor, at)
    async with passwords.turn():
        await refuse_while_locked(db, inside(account.id), at)
        if not await passwords.verified(body.present, account.password_hash):
            await note_failure(inside(account.id), account, at, action="password.refused")
            raise PasswordWrong
        if await passwords.verified(body.chosen, account.password_hash):
            raise InvalidInput(errors=[FieldError("/chosen", "Choose another password than the present one")])
        account.password_hash = await passwords.hashed(body.chosen)
    account.link_until = None
    await forget_failures(db, inside(account.id))
    # Under what is typed at sign-in, also of an account of the SAS platform: that password is no more.
    await forget_failures(db, email_hash(account.email))
    await db.execute(delete(FactorRequest).where(FactorRequest.account_id == account.id))
    await record(db, actor, "password.changed", "account", account.id)
    await tell(db, account.id, FactorNews.password_changed, actor.community_id)
    await end_my_other_sessions(db, actor)
    return await renew(db, actor)
