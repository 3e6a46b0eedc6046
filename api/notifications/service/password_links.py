"""The e-mail with the link to a new password."""

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

Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte Maillage. Pour le choisir :

{link}

Ce lien sert une fois, pendant 24 heures. Vos connexions ouvertes se fermeront.
La double authentification, si vous en avez une, sera demandée comme d’habitude.

Si vous n’avez rien demandé, ne faites rien : votre mot de passe ne change pas.
"""
_TEXT_OF_PLATFORM = """Bonjour,

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
        text = _TEXT_OF_PLATFORM if found.of_platform else _TEXT
        await write_apart(letter, found.address, _SUBJECT, text.format(link=found.page))


identity.LINK_SENDERS.append(send_password_link)
