"""One-tap answers: the link of a message leads its reader, once signed in, to the offer."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import ProblemType
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.problems import NotFound, Refusal
from api.identity.policy import present_community
from api.notifications import links, rules
from api.notifications.policy import of_community, written_to
from api.notifications.tables import Notification


class LinkExpired(Refusal):
    """The link was good until the time to answer, which has passed."""

    status, type, title = 410, ProblemType.link_expired, "This link was good for a time, which has passed"


async def get_answer_link(db: AsyncSession, actor: Actor, answer_token: str) -> wire.AnswerLink:
    """The offer that a link leads to. NotFound when it was made for somebody else, in another community,
    or by nobody; LinkExpired (410) after the time to answer; CommunityNotChosen (403)
    for who stands in none."""
    present_community(actor)
    named = links.notification_of(answer_token)
    about = await db.scalar(select(Notification).where(Notification.id == named, written_to(actor)))
    if about is None or about.offer_id is None:
        raise NotFound("This link was sent to another account, or in another community")
    if not links.is_signed(answer_token, account_id=actor.person_id, offer_id=about.offer_id):
        raise NotFound("This link is not one of ours: copy it whole")
    expires_at = rules.link_expires_at(rules.facts_of(about.facts), about.created_at)
    if expires_at <= clock.now():
        raise LinkExpired("The time to answer has passed")
    return wire.AnswerLink(offer_id=about.offer_id, expires_at=expires_at, delegation_id=about.delegation_id)


async def move_answer_times(
    db: AsyncSession,
    community_id: UUID,
    account_ids: Collection[UUID],
    due_at: Mapping[UUID, datetime | None],
    *,
    since: datetime,
) -> None:
    """The time to answer of these offers (by id) moved, or stands still while a search is paused (None).

    What these accounts were told of them since then follows: until when a link is good, and whether a
    message that has not left yet would come too late.
    """
    told = select(Notification).where(
        of_community(system_actor(community_id)),
        Notification.account_id.in_(account_ids),
        Notification.created_at >= since,
        Notification.offer_id.in_(due_at),
    )
    for about in await db.scalars(told.order_by(Notification.id).with_for_update()):
        if about.offer_id is not None:
            facts = {name: value for name, value in about.facts.items() if name != "due_at"}
            moved = due_at[about.offer_id]
            about.facts = facts | ({"due_at": moved.isoformat()} if moved else {})
