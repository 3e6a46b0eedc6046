"""Tell the pages that show a case that it changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service.watchers import followers_of, takers_of
from api.cases.tables import Case
from api.contract.models import LiveTopic, Role
from api.core import live


async def announce_case(
    db: AsyncSession, case: Case, *, before: UUID | None = None, opened: bool = False
) -> None:
    """The case changed, for those whom `policy.visible_to` shows it, when this transaction commits.

    `before` is the professional who had it until now, and may not see it any more. `opened` just now: nobody
    follows it yet.
    """
    audience = [live.role_key(Role.coordinator)]
    if case.requester_kind == "account":
        audience.append(live.account_key(case.requester_id))
    if case.requester_organisation_id is not None:
        audience.append(live.organisation_key(case.requester_organisation_id))
    people = {
        case.requester_professional_id,
        case.attending_professional_id,
        before,
        *await takers_of(db, case),
    }
    audience += [live.professional_key(one) for one in people if one is not None]
    first = live.announce(db, case.community_id, LiveTopic.cases, audience, subject_id=case.whole_id)
    if first and not opened and (following := (await followers_of(db, [case.id])).get(case.id)):
        keys = [live.account_key(one) for one in following]
        live.announce(db, case.community_id, LiveTopic.cases, keys, subject_id=case.whole_id)
