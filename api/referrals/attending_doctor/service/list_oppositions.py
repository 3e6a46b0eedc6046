"""Who opposes by a line of the list of the CPAM: what is open for them ends, and they are remembered.

Docs: docs/decisions/0042-public-form-and-list-of-the-cpam.md, « Who opposed ».
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract.models import AttendingDoctorEnd as End
from api.contract.models import CaseKind, TimelineKind
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.identity.policy import present_community
from api.people import service as people
from api.people.tables import Person
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules.list_lines import Opposing, opposition_holds
from api.referrals.attending_doctor.service import oppositions
from api.referrals.attending_doctor.service.ending import end, erase_opposed
from api.referrals.attending_doctor.service.facts import setting_of
from api.referrals.attending_doctor.tables import AttendingDoctorRequest as Request


async def heed(
    db: AsyncSession, actor: Actor, opposing: Sequence[Opposing], letter: date, at: datetime
) -> int:
    """End the open requests of those who oppose and erase them, as by hand; how many ended. `letter`: the day
    on which they were informed, where the line does not say it.

    Who agreed after their letter keeps what is open for them (`opposition_holds`), and is not remembered as
    opposed.
    """
    letters = {
        people.identity_hash(one.family_name, one.given_name, one.birth_date): one.informed_on or letter
        for one in opposing
    }
    if not letters:
        return 0
    community_id = present_community(actor)
    zone = (await setting_of(db, community_id, at)).zone
    agreed: set[bytes] = set()
    ended = 0
    for case_id, lines, request in await _requests_of(db, community_id, [*letters]):
        informed = request.informed_at.astimezone(zone).date() if request.informed_at else None
        if not opposition_holds(request.source, informed, max(letters[line] for line in lines)):
            agreed |= lines
            continue
        search, case = await dispatch.lock_of_case(db, case_id)
        if case.closed_at is None:
            await end(db, actor, search, case, rules.ENDS[End.opposition], at, TimelineKind.opposed)
            ended += 1
        else:
            await erase_opposed(db, case, at)
    await oppositions.remember_hashes(db, community_id, letters.keys() - agreed, at)
    return ended


async def _requests_of(
    db: AsyncSession, community_id: UUID, hashes: Sequence[bytes]
) -> list[tuple[UUID, set[bytes], Request]]:
    """The requests of these people whose identity is still kept, open or ended, in one order for all; with
    those of the hashes that mean them: as they are called, or were written before a correction (0062)."""
    wanted = frozenset(hashes)
    found: list[tuple[UUID, set[bytes], Request]] = []
    for first in range(0, len(hashes), oppositions.AT_ONCE):
        some = hashes[first : first + oppositions.AT_ONCE]
        rows = await db.execute(
            select(Case.id, Person.identity_hash, Person.former_hashes, Request)
            .join(Request, Request.id == Case.id)
            .join(Person, Person.id == Case.person_id)
            .where(
                Case.community_id == community_id,
                Case.kind == CaseKind.attending_doctor,
                people.written_as(some),
            )
        )
        found += [
            (case_id, {line for line in (present, *former) if line in wanted}, request)
            for case_id, present, former, request in rows
        ]
    return sorted(found, key=lambda one: one[0])
