"""Who follows a case, and so hears of what happens on it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.kinds import may_have_parts
from api.cases.tables import Case, Follower
from api.contract.models import Role
from api.identity import service as identity

_FOLLOWERS = (
    select(Follower.case_id, Follower.account_id)
    .where(Follower.case_id == any_(bindparam("cases", type_=ARRAY(Uuid))))
    .order_by(Follower.created_at, Follower.id)
)


async def followers_of(db: AsyncSession, cases: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The accounts that joined each of these cases, by case id; a case without any is absent."""
    found: dict[UUID, list[UUID]] = {}
    for case_id, account_id in await db.execute(_FOLLOWERS, {"cases": list(cases)}):
        found.setdefault(case_id, []).append(account_id)
    return found


async def takers_of(db: AsyncSession, case: Case) -> list[UUID]:
    """The professionals who have the case, or a part of it."""
    found = {case.professional_id}
    if may_have_parts(case):
        found |= set(await db.scalars(select(Case.professional_id).where(Case.parent_id == case.id)))
    return sorted(one for one in found if one is not None)


async def watchers(
    db: AsyncSession, case: Case, *, coordination: bool, professional: bool = True
) -> set[UUID]:
    """The accounts to tell about a case: who asked, who joined, who accepted (it or a part of it), and the
    coordination.

    Of the coordination, the one who handles the case hears alone; all of them when nobody does.
    """
    found = set((await followers_of(db, [case.id])).get(case.id, []))
    if case.requester_kind == "account":
        found.add(case.requester_id)
    if professional:
        for taker in await takers_of(db, case):
            accounts = await identity.accounts_of_professional(db, case.community_id, taker)
            found |= {account.id for account in accounts}
    if coordination and case.handled_by_id is not None:
        found.add(case.handled_by_id)
    elif coordination:
        accounts = await identity.accounts_with_role(db, case.community_id, Role.coordinator)
        found |= {account.id for account in accounts}
    return found
