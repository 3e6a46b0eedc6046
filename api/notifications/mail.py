"""The way out: one e-mail through the SMTP server of `MAILLAGE_SMTP_URL`."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from api.notifications.sending import NotSent

SECONDS_FOR_ALL = 25.0
"""A server that stalls is given up after that long, whatever step it is at."""


@dataclass(frozen=True)
class Mail:
    """One e-mail to one person. `id` is that of the sending: a second copy has the same Message-ID."""

    id: UUID
    to: str
    subject: str
    text: str
    sender: str
    """`Maillage Vitry <address>`."""
    at: datetime


def sender(mail_from: str, short_name: str) -> str:
    """The sender as people see it: “Maillage Vitry”, with the address of MAILLAGE_MAIL_FROM."""
    return f"Maillage {short_name} <{parseaddr(mail_from)[1]}>"


async def send(smtp_url: str, mail: Mail) -> None:
    """Hand one e-mail to the server. Raises NotSent; `for_good` when trying again cannot help.

    `smtp://` uses STARTTLS when the server offers it, `smtp+tls://` insists on it, `smtps://` is TLS
    from the start.
    """
    server = urlsplit(smtp_url)
    try:
        async with asyncio.timeout(SECONDS_FOR_ALL):
            await aiosmtplib.send(
                _message(mail),
                hostname=server.hostname,
                port=server.port,
                username=unquote(server.username) if server.username else None,
                password=unquote(server.password) if server.password else None,
                use_tls=server.scheme == "smtps",
                start_tls={"smtps": False, "smtp+tls": True}.get(server.scheme),
                timeout=SECONDS_FOR_ALL,
            )
    except aiosmtplib.SMTPRecipientsRefused as refused:
        codes = [recipient.code for recipient in refused.recipients]
        for_good = all(500 <= code < 600 for code in codes)
        raise NotSent(f"Adresse refusée par le serveur d’envoi ({codes[0]}).", for_good=for_good) from refused
    except aiosmtplib.SMTPResponseException as refused:
        raise NotSent(f"Le serveur d’envoi a refusé ({refused.code}).") from refused
    except TimeoutError as silence:
        raise NotSent("Le serveur d’envoi ne répond pas.") from silence
    except (aiosmtplib.SMTPException, OSError) as failure:
        raise NotSent("Le serveur d’envoi est injoignable.") from failure


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    name, address = parseaddr(mail.sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    message["Content-Language"] = "fr"
    message.set_content(mail.text)
    return message
