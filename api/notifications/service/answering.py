"""One-tap answers: the link of a message leads its reader, once signed in, to the offer."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import ProblemType
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound, Refusal
from api.notifications import links, rules
from api.notifications.policy import visible_to
from api.notifications.tables import Notification


class LinkExpired(Refusal):
    """The link was good until the time to answer, which has passed."""

    status, type, title = 410, ProblemType.link_expired, "This link was good for a time, which has passed"


async def get_answer_link(db: AsyncSession, actor: Actor, answer_token: str) -> wire.AnswerLink:
    """The offer that a link leads to. NotFound when it was made for somebody else, in another community,
    or by nobody; LinkExpired (410) after the time to answer."""
    named = links.notification_of(answer_token)
    about = await db.scalar(select(Notification).where(Notification.id == named, visible_to(actor)))
    if about is None or about.offer_id is None:
        raise NotFound("This link was sent to another account, or in another community")
    expires_at = rules.link_expires_at(rules.facts_of(about.facts), about.created_at)
    if not links.is_signed(answer_token, account_id=actor.id, offer_id=about.offer_id, expires_at=expires_at):
        raise NotFound("This link is not one of ours: copy it whole")
    if expires_at <= clock.now():
        raise LinkExpired("The time to answer has passed")
    return wire.AnswerLink(offer_id=about.offer_id, expires_at=expires_at)
