"""The e-mail that tells somebody that their second factors were taken away: by who lost them, or by a thief.

It belongs to no community by itself, so it is in no list of sendings: a job sends it, and the queue tries
again.
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

TELL = "notifications.tell_factor_reset"

_SUBJECT = "Maillage : votre double authentification a été retirée"
_TEXT = """Bonjour,

Votre double authentification dans Maillage vient d’être retirée, et vos sessions fermées.

Si vous l’avez demandé, connectez-vous avec votre mot de passe, puis ajoutez un nouvel appareil :

{link}

Si vous n’avez rien demandé, appelez tout de suite l’administration de votre CPTS.
"""

log = structlog.get_logger()


async def tell_factor_reset(db: AsyncSession, account_id: UUID) -> None:
    """Tell them, with the transaction of the caller."""
    await defer(db, TELL, account_id=str(account_id))


@task(TELL)
async def deliver(account_id: str) -> None:
    """Send it. NotSent when the mail server did not take it: the queue tries again."""
    config = settings()
    async with unit_of_work() as db:
        address = await identity.address_of(db, UUID(account_id))
    if address is None:
        return
    if config.smtp_url is None:
        log.warning("factor_reset.no_mail_server", account_id=account_id)
        return
    text = _TEXT.format(link=f"{config.base_url}/connexion")
    letter = mail.Mail(new_id(), address, _SUBJECT, text, config.mail_from, clock.now())
    await mail.send(config.smtp_url, letter)


identity.RESET_SENDERS.append(tell_factor_reset)
