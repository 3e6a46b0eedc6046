"""What is deleted of sessions in the night."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, update

from api.core import clock, jobs
from api.core.db import unit_of_work
from api.identity.factor_rules import KNOWN_FOR
from api.identity.factor_tables import FactorRequest
from api.identity.rules import FAILURES_COUNT_FOR, LONGEST_SESSION
from api.identity.tables import ProSanteConnectReturn, Session, SignInFailure, ended

_KEPT_FOR = KNOWN_FOR
"""Ended sessions say which devices and community were used last, and answer questions after an incident."""


@jobs.periodic("41 3 * * *", "identity.forget_old_sessions")
async def forget_old_sessions(timestamp: int) -> None:
    """Delete sessions long over, what others that are over kept of Pro Santé Connect, and failures, questions
    and ways back that no longer count."""
    at = clock.now()
    async with unit_of_work() as db:
        over = Session.created_at < at - LONGEST_SESSION
        kept = Session.pro_sante_connect_sealed.is_not(None)  # type: ignore[attr-defined]  # a column that Base adds
        first_end = func.coalesce(Session.ended_at, at)
        await db.execute(update(Session).where(over, kept).values(ended(at) | {"ended_at": first_end}))
        long_ago = ProSanteConnectReturn.taken_at < at - timedelta(days=1)
        await db.execute(delete(ProSanteConnectReturn).where(long_ago))
        await db.execute(delete(Session).where(Session.created_at < at - _KEPT_FOR - LONGEST_SESSION))
        open_again = or_(SignInFailure.locked_until.is_(None), SignInFailure.locked_until <= at)
        old = SignInFailure.first_at <= at - FAILURES_COUNT_FOR
        await db.execute(delete(SignInFailure).where(old, open_again))
        await db.execute(delete(FactorRequest).where(FactorRequest.expires_at <= at))
