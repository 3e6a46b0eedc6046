"""Closing an account from the command line: of who left, and whom no directory says gone."""

from sqlalchemy import select

from api.audit.service import record
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.operator import OptionRefused
from api.identity import service
from api.identity.tables import Account


async def close_account(*, email: str) -> None:
    """Close the accounts of an address and their sessions, in every community. What identifies their owner is
    erased at night, the community's months later (`api.retention`). Raises OptionRefused."""
    async with unit_of_work() as db:
        address = service.email_hash(email)
        wanted = select(Account).where(service.at_address(address)).order_by(Account.id).with_for_update()
        accounts = (await db.scalars(wanted)).all()
        if not accounts:
            raise OptionRefused("--email", f"aucun compte n’a l’adresse {email}.")
        still_open = [account for account in accounts if account.is_active]
        if not still_open:
            raise OptionRefused("--email", f"le compte {email} est déjà fermé.")
        for account in still_open:
            account.is_active = False
            await service.end_sessions(db, account.id, clock.now())
            await record(db, system_actor(), "account.closed", "account", account.id)
