"""What somebody is told of how they sign in, for they may not be the one who did it: a line among their
messages, and an e-mail that no choice turns off (OWASP ASVS 2.2.3, 2.5.5, 2.8.5)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import NotificationKind
from api.core import clock
from api.core.db import unit_of_work
from api.core.jobs import defer, task
from api.core.settings import settings
from api.identity import service as identity
from api.identity.factor_rules import FactorNews
from api.notifications.service.apart import letter_id, write_apart
from api.notifications.service.writing import notify

TELL = "notifications.tell_factor_news"

_CHANGED = """Bonjour,

{what} Vous le voyez ici :

{base_url}/double-authentification

Si ce n’est pas vous, appelez tout de suite l’administration de votre CPTS.
"""

_RESET = """Bonjour,

Votre double authentification dans Maillage vient d’être retirée, et vos sessions fermées.

Si vous l’avez demandé, connectez-vous avec votre mot de passe, puis ajoutez un nouvel appareil :

{base_url}/connexion

Si vous n’avez rien demandé, appelez tout de suite l’administration de votre CPTS.
"""

_TRIED_AGAIN = """Bonjour,

Un code de connexion qui avait déjà servi vient d’être essayé sur votre compte Maillage. Il a été refusé.

Si c’est vous, il n’y a rien à faire : chaque code sert une fois.

Si ce n’est pas vous, quelqu’un connaît peut-être votre mot de passe : appelez tout de suite l’administration
de votre CPTS, et fermez ce que vous ne reconnaissez pas :

{base_url}/mes-connexions
"""

_CHOSEN_ANEW = """Bonjour,

Le mot de passe de votre compte Maillage vient d’être changé, et vos autres connexions fermées.

Si c’est vous, il n’y a rien à faire.

Si ce n’est pas vous, appelez tout de suite l’administration de votre CPTS.
"""

_NEW_DEVICE = """Bonjour,

Votre compte Maillage vient d’être ouvert sur un appareil où vous ne vous étiez pas connecté ces 30 derniers
jours : {device}.

Si c’est vous, il n’y a rien à faire.

Si ce n’est pas vous, déconnectez cet appareil, changez de mot de passe, et appelez l’administration de votre
CPTS :

{base_url}/mes-connexions
"""

_LETTERS: dict[FactorNews, tuple[str, str, str]] = {
    FactorNews.added: (
        "Maillage : un second moyen de prouver que c’est vous est ajouté",
        _CHANGED,
        "Une clé d’accès ou une application d’authentification vient d’être ajoutée à votre compte.",
    ),
    FactorNews.removed: (
        "Maillage : un second moyen de prouver que c’est vous est retiré",
        _CHANGED,
        "Une clé d’accès ou une application d’authentification vient d’être retirée de votre compte.",
    ),
    FactorNews.codes_drawn: (
        "Maillage : vous avez de nouveaux codes de secours",
        _CHANGED,
        "De nouveaux codes de secours viennent d’être tirés. Les anciens ne servent plus.",
    ),
    FactorNews.reset: ("Maillage : votre double authentification a été retirée", _RESET, ""),
    FactorNews.password_changed: ("Maillage : votre mot de passe a été changé", _CHOSEN_ANEW, ""),
    FactorNews.new_device: ("Maillage : connexion sur un autre appareil", _NEW_DEVICE, ""),
    FactorNews.tried_again: ("Maillage : un code déjà utilisé a été essayé", _TRIED_AGAIN, ""),
}
"""Subject and text of each, and what a text says by itself."""


_KINDS = {
    FactorNews.password_changed: NotificationKind.password_changed,
    FactorNews.new_device: NotificationKind.new_device,
    FactorNews.tried_again: NotificationKind.code_tried_again,
}
"""The line of those that are no change of factors."""


async def tell_factor_news(
    db: AsyncSession, account_id: UUID, news: FactorNews, community_id: UUID | None, device: str | None
) -> None:
    """Tell them, with the transaction of the caller, which stands in the community; by e-mail alone of who
    has none."""
    await defer(db, TELL, account_id=str(account_id), news=news.value, letter=letter_id(), device=device)
    if community_id is not None:
        kind = _KINDS.get(news, NotificationKind.factors_changed)
        await notify(db, community_id=community_id, account_ids=[account_id], kind=kind, at=clock.now())


@task(TELL)
async def deliver(account_id: str, news: str, letter: str, device: str | None = None) -> None:
    """Send the e-mail. NotSent when the mail server did not take it: the queue tries again."""
    async with unit_of_work() as db:
        address = await identity.address_of(db, UUID(account_id))
    if address is not None:
        subject, text, what = _LETTERS[FactorNews(news)]
        said = text.format(what=what, base_url=settings().base_url, device=device or "navigateur inconnu")
        await write_apart(letter, address, subject, said)


identity.FACTOR_NEWS.append(tell_factor_news)
