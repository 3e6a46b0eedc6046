"""A professional is told of what others do in their agenda, at once: when, and for which need, never for whom."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import policy
from api.availability.tables import Appointment
from api.contract.models import NotificationKind
from api.core.actor import Actor
from api.identity import service as identity
from api.notifications import service as notifications


async def tell_owner(
    db: AsyncSession, actor: Actor, appointment: Appointment, kind: NotificationKind, at: datetime
) -> None:
    """Tell the professional, unless they did it themselves, or somebody in their name; and those of their
    delegates who may answer and wish to know what comes in."""
    owner, community_id = appointment.professional_id, appointment.community_id
    if policy.is_owner(actor, owner):
        return
    said: dict[str, Any] = {
        "community_id": community_id,
        "at": at,
        "case_id": appointment.subject_id,
        "case_number": appointment.subject_number,
        "may_open_case": False,  # of a request that was taken from them, they see nothing any more
        "facts": {"need": appointment.need, "starts_at": appointment.starts_at},
    }
    accounts = {one.id for one in await identity.accounts_of_professional(db, community_id, owner)}
    await notifications.notify(db, account_ids=sorted(accounts - {actor.person_id}), kind=kind, **said)
    delegations = (await identity.answering_for(db, community_id, {owner})).get(owner, {})
    await notifications.notify(
        db,
        account_ids=sorted(delegations.keys() - {actor.person_id}),
        kind=NotificationKind.delegated_appointment,
        delegations=delegations,
        **said,
    )
