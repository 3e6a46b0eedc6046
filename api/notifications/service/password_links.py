"""The e-mail with the link to a new password, for accounts that the SAS platform keeps."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.core.db import unit_of_work
from api.core.jobs import defer, task
from api.identity import service as identity
from api.notifications.service.apart import letter_id, write_apart

SEND = "notifications.send_password_link"

_SUBJECT = "Maillage : choisir votre mot de passe"
_TEXT = """Bonjour,

La plateforme SAS vous a ouvert un compte dans Maillage. Pour choisir votre mot de passe :

{link}

Ce lien sert une fois, pendant 24 heures. Ensuite, ouvrez Maillage depuis la plateforme SAS.

Si vous n’avez rien demandé, ne faites rien.
"""


async def send_password_link(db: AsyncSession, account_id: UUID, serial: int) -> None:
    """Send that link, with the transaction of the caller."""
    await defer(db, SEND, account_id=str(account_id), serial=serial, letter=letter_id())


@task(SEND)
async def deliver(account_id: str, serial: int, letter: str | None = None) -> None:
    """Send it, if it still serves. NotSent when the mail server did not take it: the queue tries again."""
    async with unit_of_work() as db:
        found = await identity.password_link(db, UUID(account_id), serial, at=clock.now())
    if found is not None:
        address, link = found
        await write_apart(letter, address, _SUBJECT, _TEXT.format(link=link))


identity.LINK_SENDERS.append(send_password_link)
