"""Closing an account from the command line: of who left, and whom no directory says gone."""

from sqlalchemy import select, update

from api.audit.service import record
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.operator import OptionRefused
from api.identity import service
from api.identity.tables import Account, Session, ended


async def close_account(*, email: str) -> None:
    """Close an account and its sessions, in every community. What identifies its owner is erased at night,
    the community's months later (`api.retention`). Raises OptionRefused."""
    async with unit_of_work() as db:
        wanted = select(Account).where(Account.email_hash == service.email_hash(email)).with_for_update()
        account = await db.scalar(wanted)
        if account is None:
            raise OptionRefused("--email", f"aucun compte n’a l’adresse {email}.")
        if not account.is_active:
            raise OptionRefused("--email", f"le compte {email} est déjà fermé.")
        account.is_active = False
        still = update(Session).where(Session.account_id == account.id, Session.ended_at.is_(None))
        await db.execute(still.values(ended(clock.now())))
        await record(db, system_actor(), "account.closed", "account", account.id)
