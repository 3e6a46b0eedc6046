"""The e-mail that tells somebody that their second factors were taken away, at their word or a thief's."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import unit_of_work
from api.core.jobs import defer, task
from api.core.settings import settings
from api.identity import service as identity
from api.notifications.service.apart import letter_id, write_apart

TELL = "notifications.tell_factor_reset"

_SUBJECT = "Maillage : votre double authentification a été retirée"
_TEXT = """Bonjour,

Votre double authentification dans Maillage vient d’être retirée, et vos sessions fermées.

Si vous l’avez demandé, connectez-vous avec votre mot de passe, puis ajoutez un nouvel appareil :

{link}

Si vous n’avez rien demandé, appelez tout de suite l’administration de votre CPTS.
"""


async def tell_factor_reset(db: AsyncSession, account_id: UUID) -> None:
    """Tell them, with the transaction of the caller."""
    await defer(db, TELL, account_id=str(account_id), letter=letter_id())


@task(TELL)
async def deliver(account_id: str, letter: str | None = None) -> None:
    """Send it. NotSent when the mail server did not take it: the queue tries again."""
    async with unit_of_work() as db:
        address = await identity.address_of(db, UUID(account_id))
    if address is not None:
        text = _TEXT.format(link=f"{settings().base_url}/connexion")
        await write_apart(letter, address, _SUBJECT, text)


identity.RESET_SENDERS.append(tell_factor_reset)
