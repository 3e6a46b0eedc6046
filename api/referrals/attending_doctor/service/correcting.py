"""Who looks for a doctor was corrected: their priority follows their age, and no opposition is lost."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import AttendingDoctorEnd as End
from api.contract.models import CaseKind, TimelineKind
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.people import service as people
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules.list_lines import opposition_holds
from api.referrals.attending_doctor.service import oppositions
from api.referrals.attending_doctor.service.ending import end, erase_opposed
from api.referrals.attending_doctor.service.facts import Setting, request_of, set_score, setting_of


async def follow_correction(db: AsyncSession, actor: Actor, done: people.Corrected) -> None:
    """Count the score anew, and let an opposition follow the person.

    Who opposed as they were called before is opposed as they are called now, too: a list may come with
    either. Who opposed under their right name, before anybody entered them under a wrong one, ends the search
    that was made in spite of it (`opposition_holds`), as a line of a list that says so does.
    """
    setting = await setting_of(db, done.community_id, done.at)
    mine = [
        case
        for case in await cases.cases_of(db, done.fields.keys())
        if case.kind is CaseKind.attending_doctor
    ]
    if done.birth_date is not None:
        for case in mine:
            request = await request_of(db, case.id)
            request.birth_year = done.birth_date.year
            request.age_step = rules.age_step(done.birth_date, setting.today)
            set_score(request, setting)
    if done.present_hash == done.former_hash:
        return
    opposed_at = await oppositions.opposed_since(db, done.community_id, done.present_hash)
    await oppositions.carry_over(db, done.community_id, done.former_hash, done.present_hash)
    if opposed_at is None:
        return
    for case in mine:
        await _heed(db, actor, case, opposed_at, setting)


async def _heed(db: AsyncSession, actor: Actor, case: Case, opposed_at: datetime, setting: Setting) -> None:
    """Where the opposition holds of this search, it is over and its person erased."""
    request = await request_of(db, case.id)
    informed_on = request.informed_at.astimezone(setting.zone).date() if request.informed_at else None
    if not opposition_holds(request.source, informed_on, opposed_at.astimezone(setting.zone).date()):
        return
    if case.closed_at is not None:
        await erase_opposed(db, case, setting.at)
        return
    search, case = await dispatch.lock_of_case(db, case.id)
    await end(db, actor, search, case, rules.ENDS[End.opposition], setting.at, TimelineKind.opposed)
