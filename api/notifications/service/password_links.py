"""The e-mail with the link to a new password, for accounts that the SAS platform keeps.

They belong to no community by themselves, so it is in no list of sendings: a job sends it, and the queue
tries again.
"""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.core.db import unit_of_work
from api.core.ids import new_id
from api.core.jobs import defer, task
from api.core.settings import settings
from api.identity import service as identity
from api.notifications import mail

SEND = "notifications.send_password_link"

_SUBJECT = "Maillage : choisir votre mot de passe"
_TEXT = """Bonjour,

La plateforme SAS vous a ouvert un compte dans Maillage. Pour choisir votre mot de passe :

{link}

Ce lien sert une fois, pendant 24 heures. Ensuite, ouvrez Maillage depuis la plateforme SAS.

Si vous n’avez rien demandé, ne faites rien.
"""

log = structlog.get_logger()


async def send_password_link(db: AsyncSession, account_id: UUID, serial: int) -> None:
    """Send that link, with the transaction of the caller."""
    await defer(db, SEND, account_id=str(account_id), serial=serial)


@task(SEND)
async def deliver(account_id: str, serial: int) -> None:
    """Send it, if it still serves. NotSent when the mail server did not take it: the queue tries again."""
    at, config = clock.now(), settings()
    async with unit_of_work() as db:
        found = await identity.password_link(db, UUID(account_id), serial, at=at)
    if found is None:
        return
    if config.smtp_url is None:
        log.warning("password_link.no_mail_server", account_id=account_id)
        return
    address, link = found
    text = _TEXT.format(link=link)
    await mail.send(config.smtp_url, mail.Mail(new_id(), address, _SUBJECT, text, config.mail_from, at))


identity.LINK_SENDERS.append(send_password_link)
