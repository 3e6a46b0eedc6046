"""The waiting list of the coordination: by priority, page after page, each row with what comes next."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import AgeBand, CaseKind, OfferState
from api.contract.models import AttendingDoctorLevel as Level
from api.contract.models import AttendingDoctorNextKind as Next
from api.contract.models import AttendingDoctorState as State
from api.contract.models import AttendingDoctorTab as Tab
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.directory import service as directory
from api.dispatch.tables import Offer
from api.identity.policy import present_community
from api.notifications.words import plain
from api.referrals.attending_doctor import policy, rules
from api.referrals.attending_doctor.service.facts import Setting, refused_of, setting_of
from api.referrals.attending_doctor.service.matching import Lines, asked_for, places_of
from api.referrals.attending_doctor.tables import AttendingDoctorRequest as Request

_TABS: dict[Tab, frozenset[State]] = {
    Tab.proposed: rules.PROPOSED,
    Tab.to_complete: rules.TO_COMPLETE,
    Tab.found: rules.FOUND,
}
"""The states of each tab, but for that of all who wait."""

# Highest score, oldest request, oldest person (domain rules §0.11); found ones, the latest first.
_BY_PRIORITY = [
    Key(Request.score, descending=True),
    Key(Request.waiting_since),
    Key(Request.birth_year),
    Key(Request.id),
]
_LATEST = [Key(Request.waiting_since, descending=True), Key(Request.id, descending=True)]


async def list_attending_doctor_waiting_list(
    db: AsyncSession, actor: Actor, query: wire.ListAttendingDoctorWaitingListQuery
) -> wire.AttendingDoctorWaitingList:
    """One page, for the coordination."""
    at = clock.now()
    tab = query.tab or Tab.waiting
    keys = _LATEST if tab is Tab.found else _BY_PRIORITY
    wanted = _matching(actor, query, tab)
    if query.q is not None and query.q.strip():
        wanted = wanted.where(await _says(db, present_community(actor), query.q.strip()))
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    requests: list[Request] = [row[0] for row in page.items]
    rows = await db.scalars(select(Case).where(Case.id.in_([request.id for request in requests])))
    by_id = {row.id: row for row in rows}
    found = [(request, by_id[request.id]) for request in requests]
    setting = await setting_of(db, present_community(actor), at)
    items = await _rows(db, present_community(actor), found, setting)
    return wire.AttendingDoctorWaitingList(items=items, next_cursor=page.next_cursor, as_of=at)


def _matching(actor: Actor, query: wire.ListAttendingDoctorWaitingListQuery, tab: Tab) -> Select[Request]:
    wanted = (
        select(Request)
        .join(Case, Case.id == Request.id)
        .where(Request.community_id == present_community(actor), policy.listed_for(actor))
    )
    if tab is Tab.found:
        wanted = wanted.where(Request.state.in_(_TABS[tab]))
    else:
        wanted = wanted.where(Request.searching)
        wanted = wanted.where(Request.state.in_(_TABS[tab])) if tab in _TABS else wanted
    if query.level is not None:
        wanted = wanted.where(Request.level == query.level)
    if query.sector is not None:
        wanted = wanted.where(Case.sector == query.sector)
    if query.long_term_illness is not None:
        yes = Request.long_term_illness.is_(True)
        wanted = wanted.where(yes if query.long_term_illness else ~yes)
    return wanted


async def _says(db: AsyncSession, community_id: UUID, text: str) -> ColumnElement[bool]:
    """Number, sector or commune that contains the text, accents and case aside. The places, which are few,
    are compared here: of tens of thousands of rows the database compares whole words."""
    places = (
        await db.execute(
            select(Case.sector, Case.commune_name)
            .where(Case.community_id == community_id, Case.kind == CaseKind.attending_doctor)
            .distinct()
        )
    ).all()
    sectors = {sector for sector, _ in places if sector and plain(text) in plain(sector)}
    communes = {commune for _, commune in places if commune and plain(text) in plain(commune)}
    said = Case.number.contains(text.upper(), autoescape=True)
    if plain(text) and (sectors or communes):
        said = or_(said, Case.sector.in_(sectors), Case.commune_name.in_(communes))
    return and_(Case.kind == CaseKind.attending_doctor, Case.community_id == community_id, said)


async def _rows(
    db: AsyncSession, community_id: UUID, found: Sequence[tuple[Request, Case]], setting: Setting
) -> list[wire.AttendingDoctorWaiting]:
    """The rows, in the order given, in a fixed number of statements. Who would be asked next is worked out
    once for those who need the same of a doctor."""
    ids = [case.id for _, case in found]
    refused = await refused_of(db, ids)
    asked = {offer.case_id: offer for offer in await _pending(db, ids)}
    ready = [case for request, case in found if request.state in (State.waiting, State.handed_back)]
    turn_of: dict[UUID, UUID] = {}
    first_come: dict[Level, Level] = {}
    if ready:
        doctors = await places_of(db, community_id, setting)
        without = await asked_for(db, [case.id for case in ready])
        lines = Lines.of(doctors, setting)
        first_come = await _first_come(db, community_id, sum(one.left for one in lines.free))
        for case in ready:
            asking = case.requester_professional_id
            excluded = without.get(case.id, set()) | ({asking} if asking else set())
            if (first := lines.first(case, excluded)) is not None:
                turn_of[case.id] = first
    people = {*turn_of.values()} | {offer.professional_id for offer in asked.values()}
    names = await directory.summaries(db, list(people)) if people else {}
    return [
        _row(request, case, refused.get(case.id, 0), asked.get(case.id), turn_of, first_come, names, setting)
        for request, case in found
    ]


async def _first_come(db: AsyncSession, community_id: UUID, places_left: int) -> dict[Level, Level]:
    """For each level that waits for a higher one, that higher one: as many of it are ready as places are
    left. Counts no further than these places."""
    before: dict[Level, Level] = {}
    ready = 0
    for level, lower in ((Level.high, [Level.medium, Level.ordinary]), (Level.medium, [Level.ordinary])):
        some = (
            select(Request.id)
            .where(
                Request.community_id == community_id,
                Request.state.in_([State.waiting, State.handed_back]),
                Request.level == level,
            )
            .limit(places_left)
            .subquery()
        )
        ready += await db.scalar(select(func.count()).select_from(some)) or 0
        if ready >= places_left:
            return before | dict.fromkeys(lower, level)
    return before


async def _pending(db: AsyncSession, case_ids: list[UUID]) -> Sequence[Offer]:
    waiting = select(Offer).where(Offer.case_id.in_(case_ids), Offer.state == OfferState.pending)
    return (await db.scalars(waiting)).all()


def _row(
    request: Request,
    case: Case,
    refused: int,
    offer: Offer | None,
    turn_of: dict[UUID, UUID],
    first_come: dict[Level, Level],
    names: dict[UUID, wire.ProfessionalSummary],
    setting: Setting,
) -> wire.AttendingDoctorWaiting:
    doctor, first = turn_of.get(case.id), first_come.get(request.level)
    return wire.AttendingDoctorWaiting(
        id=case.id,
        number=case.number,
        state=request.state,
        version=case.version,
        level=request.level,
        score=request.score,
        age_band=AgeBand(case.age_band) if case.age_band else None,
        sector=case.sector,
        commune_name=case.commune_name,
        long_term_illness=bool(request.long_term_illness),
        home_visit=bool(request.home_visit),
        pregnancy=bool(request.pregnancy),
        disability=bool(request.disability),
        recent_discharge=request.discharged_on is not None
        and rules.is_recent(request.discharged_on, setting.rules, setting.today),
        waiting_days=rules.waiting_days(request.waiting_since, case.closed_at, setting.at, setting.zone),
        refused=refused,
        missed_calls=len(request.missed_on),
        due_at=offer.due_at if offer else None,
        next=_next(request, offer, names[doctor].name if doctor else None, first, names, setting),
        waits_for=case.waits_for,
    )


_PLAIN = {
    State.submitted: Next.qualify,
    State.to_complete: Next.complete,
    State.cpam_asked: Next.cpam_answer,
    State.doctor_accepted: Next.appointment,
    State.first_appointment: Next.declaration,
    State.declared: Next.closing,
}


def _next(
    request: Request,
    offer: Offer | None,
    doctor: str | None,
    first: Level | None,
    names: dict[UUID, wire.ProfessionalSummary],
    setting: Setting,
) -> wire.AttendingDoctorNextStep:
    """What comes next for a row: the most pressing thing, said once."""
    if offer is not None:
        kind, at = (Next.lapse, offer.due_at)
        if offer.remind_at is not None:
            kind, at = Next.reminder, offer.remind_at
        return _step(kind, at, names[offer.professional_id].name)
    if request.still_looking_asked_at is not None:
        wait = timedelta(days=setting.rules.still_looking_answer_days)
        return _step(Next.still_looking, request.still_looking_asked_at + wait)
    if request.undeclared_told_at is not None and request.state in rules.COMING:
        return _step(Next.declaration_late)
    if request.state in _PLAIN:
        return _step(_PLAIN[request.state])
    if request.missed_on:
        day = max(request.missed_on) + timedelta(days=1)
        return _step(Next.contact, datetime.combine(day, time(9), tzinfo=setting.zone))
    if request.state is State.handed_back:
        return _step(Next.cpam, name=doctor)
    if request.state is State.waiting and doctor and first:
        return _step(Next.after_level, after_level=first)
    if request.state is State.waiting:
        return _step(Next.doctor if doctor else Next.no_place, name=doctor)
    return _step(Next.nothing)


def _step(
    kind: Next, at: datetime | None = None, name: str | None = None, after_level: Level | None = None
) -> wire.AttendingDoctorNextStep:
    return wire.AttendingDoctorNextStep(kind=kind, at=at, professional_name=name, after_level=after_level)
