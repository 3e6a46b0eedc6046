"""What happens to a chain of the trail every night: walked; a break told; what is too old removed."""

from datetime import datetime
from uuid import UUID

from api.audit import service as audit
from api.contract.models import NotificationKind, Role
from api.core.db import unit_of_work
from api.core.sweeping import until_nothing_is_left
from api.identity import service as identity
from api.notifications import service as notifications


async def keep_trail(chain_id: UUID, at: datetime) -> None:
    """Walk a chain and keep what was found; tell the admins of the community of a break, once; then remove
    the lines whose time is over, by the community's rules. Nothing goes that was not found whole: where a
    chain is broken, the line of the break and all after it stay."""
    async with unit_of_work(chain_id) as db:
        findings = await audit.verify_and_note(db, chain_id, at)
        months = (await identity.rules_of(db, chain_id)).retention.audit_trail_months
        if findings.is_news and chain_id != audit.NATIONAL:
            admins = await identity.accounts_with_role(db, chain_id, Role.admin)
            await notifications.notify(
                db,
                community_id=chain_id,
                account_ids=[admin.id for admin in admins],
                kind=NotificationKind.trail_broken,
                at=at,
            )
    before = audit.cut_before(at, months, broken=findings.found is not None)
    reached = findings.reached.number
    await until_nothing_is_left(chain_id, lambda db: audit.cut(db, chain_id, before, at, up_to=reached))
