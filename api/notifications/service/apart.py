"""E-mails about an account itself. They belong to no community, so they are in no list of sendings: a job
sends each, and the queue tries again."""

from uuid import UUID

import structlog

from api.core import clock
from api.core.ids import new_id
from api.core.settings import settings
from api.notifications import mail

log = structlog.get_logger()


def letter_id() -> str:
    """What names a letter, drawn when its job is deferred: sent again, it is the same letter."""
    return str(new_id())


async def write_apart(letter: str | None, address: str, subject: str, text: str) -> None:
    """Send one letter, or warn that there is no mail server. `letter`: its `letter_id`; None for a job that
    waited since before letters had one. NotSent when the server did not take it: the queue tries again."""
    config = settings()
    if config.smtp_url is None:
        log.warning("letter.no_mail_server", letter=letter, subject=subject)
        return
    named = new_id() if letter is None else UUID(letter)
    await mail.send(config.smtp_url, mail.Mail(named, address, subject, text, config.mail_from, clock.now()))
