"""The coordinator's board: every open case, what breaks first on top."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import rules
from api.cases.kinds import KINDS, BoardFacts
from api.cases.policy import visible_to
from api.cases.tables import Case
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.directory import service as directory
from api.directory.tables import Practice
from api.notifications.words import plain

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Where cases without a deadline stand: after all others."""

_States = (
    type[wire.UnscheduledCareState]
    | type[wire.DeathCertificationState]
    | type[wire.AttendingDoctorState]
    | type[wire.SecondOpinionState]
    | type[wire.HospitalDischargeState]
    | type[wire.TeleconsultationState]
)
_STATES: dict[wire.CaseKind, _States] = {
    wire.CaseKind.unscheduled_care: wire.UnscheduledCareState,
    wire.CaseKind.death_certification: wire.DeathCertificationState,
    wire.CaseKind.attending_doctor: wire.AttendingDoctorState,
    wire.CaseKind.second_opinion: wire.SecondOpinionState,
    wire.CaseKind.hospital_discharge: wire.HospitalDischargeState,
    wire.CaseKind.teleconsultation: wire.TeleconsultationState,
}

_WHOLE = Case.parent_id.is_(None)
"""A part of a request is not listed: its whole is."""

_COORDINATOR_FIRST = case((Case.waits_for == wire.WaitsFor.coordinator, 0), else_=1)

_ORDERS = {
    wire.CaseView.open: [
        Key(_COORDINATOR_FIRST),
        Key(func.coalesce(Case.due_at, literal(_NEVER))),
        Key(Case.id),
    ],
    wire.CaseView.closed: [Key(Case.closed_at, descending=True), Key(Case.id, descending=True)],
    wire.CaseView.all: [Key(Case.created_at, descending=True), Key(Case.id, descending=True)],
}


async def list_cases(db: AsyncSession, actor: Actor, query: wire.ListCasesQuery) -> wire.CaseList:
    """One page of the board. Open cases that wait for somebody: for the coordination first, then by deadline.
    Closed ones: the latest closed first; all of them: the latest made first."""
    view = query.view or wire.CaseView.open
    page = await page_of(
        db, _matching(actor, query, view), keys=_ORDERS[view], cursor=query.cursor, limit=query.limit
    )
    rows = await case_views(db, actor, [row[0] for row in page.items])
    return wire.CaseList(items=rows, next_cursor=page.next_cursor, as_of=clock.now())


async def count_cases(db: AsyncSession, actor: Actor) -> wire.CaseCounts:
    """How many cases are open, by kind, and how many of them wait for the coordination."""
    is_open = select(Case).where(visible_to(actor), _WHOLE, Case.closed_at.is_(None)).subquery()
    waiting = func.count().filter(is_open.c.waits_for == wire.WaitsFor.coordinator)
    counted = {
        row.kind: row
        for row in await db.execute(
            select(
                is_open.c.kind,
                func.count().label("open"),
                waiting.label("waiting"),
                func.array_agg(is_open.c.sector.distinct()).label("sectors"),
            ).group_by(is_open.c.kind)
        )
    }
    items = [
        wire.CaseCount(
            kind=kind,
            open=counted[kind].open if kind in counted else 0,
            waits_for_coordinator=counted[kind].waiting if kind in counted else 0,
        )
        for kind in wire.CaseKind
    ]
    sectors = {sector for row in counted.values() for sector in row.sectors if sector is not None}
    return wire.CaseCounts(items=items, next_cursor=None, sectors=sorted(sectors, key=plain))


async def case_views(db: AsyncSession, actor: Actor, cases: Sequence[Case]) -> list[wire.Case]:
    """The rows of the board, in the order given: one statement per source, whatever the number of rows."""
    takers = {row.professional_id for row in cases if row.professional_id is not None}
    people = await directory.summaries(db, list(takers)) if takers else {}
    phones = await _phones(db, takers) if takers else {}
    facts: dict[UUID, BoardFacts] = {}
    for kind in {row.kind for row in cases}:
        facts |= await KINDS[kind].facts(db, actor, [row for row in cases if row.kind == kind])
    return [_view(row, facts.get(row.id, BoardFacts()), people, phones) for row in cases]


def _matching(actor: Actor, query: wire.ListCasesQuery, view: wire.CaseView) -> Select[Case]:
    wanted = select(Case).where(visible_to(actor), _WHOLE)
    if view is wire.CaseView.open:
        wanted = wanted.where(Case.closed_at.is_(None))
        if query.waits_for is None:
            # Who waits for a place waits for nobody: thousands may, on a list of their own.
            wanted = wanted.where(Case.waits_for != wire.WaitsFor.nobody)
    elif view is wire.CaseView.closed:
        wanted = wanted.where(Case.closed_at.is_not(None))
    for column, value in (
        (Case.kind, query.kind),
        (Case.waits_for, query.waits_for),
        (Case.sector, query.sector),
        (Case.state, query.state),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if query.q is not None and query.q.strip():
        wanted = wanted.where(_says(query.q.strip()))
    return wanted


def _says(text: str) -> ColumnElement[bool]:
    """The cases whose number, sector, commune or need contains the text, accents and case aside."""
    place = func.concat_ws(" ", Case.number, Case.sector, Case.commune_name)
    literally = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = func.f_unaccent(place).like(func.concat("%", func.f_unaccent(literally), "%"))
    needs = rules.needs_matching(text)
    return or_(found, Case.need.in_(needs)) if needs else found


async def _phones(db: AsyncSession, professional_ids: set[UUID]) -> dict[UUID, str]:
    """The phone of a place where each of them practises."""
    rows = await db.execute(
        select(Practice.professional_id, Practice.phone)
        .where(
            Practice.professional_id.in_(professional_ids), Practice.is_active, Practice.phone.is_not(None)
        )
        .ext(distinct_on(Practice.professional_id))
        .order_by(Practice.professional_id, Practice.id)
    )
    return {professional_id: phone for professional_id, phone in rows if phone is not None}


def _view(
    row: Case,
    facts: BoardFacts,
    people: dict[UUID, wire.ProfessionalSummary],
    phones: dict[UUID, str],
) -> wire.Case:
    taker = people.get(row.professional_id) if row.professional_id else None
    return wire.Case(
        id=row.id,
        kind=row.kind,
        number=row.number,
        state=_STATES[row.kind](row.state),
        version=row.version,
        need=wire.Need(row.need) if row.need else None,
        age_band=wire.AgeBand(row.age_band) if row.age_band else None,
        mobility=wire.Mobility(row.mobility) if row.mobility else None,
        urgency=wire.Urgency(row.urgency) if row.urgency else None,
        sector=row.sector,
        commune_name=row.commune_name,
        origin=wire.RequestOrigin(row.origin),
        requester_name=row.requester_name,
        requester_phone=row.requester_phone,
        professional_name=taker.name if taker else None,
        professional_phone=phones.get(row.professional_id) if row.professional_id else None,
        person_id=row.person_id,
        created_at=row.created_at,
        closed_at=row.closed_at,
        wished_before=row.wished_before,
        waits_for=row.waits_for,
        clock=clock_of(row),
        wave=facts.wave,
        waves=facts.waves,
        counters=facts.counters,
        next_step=facts.next_step,
        appointment_at=row.appointment_at,
        decline_reasons=list(facts.decline_reasons),
        handled_by_name=row.handled_by_name,
        handled_by_initials=rules.initials(row.handled_by_name) if row.handled_by_name else None,
        dispatch_id=facts.dispatch_id,
        specialty_label=facts.specialty_label,
        discharge=facts.discharge,
        actions=list(facts.actions),
    )


def clock_of(row: Case) -> wire.Clock | None:
    """The clock of a case as the contract says it; None when none runs."""
    if row.clock_kind is None or row.clock_started_at is None or row.due_at is None:
        return None
    return wire.Clock(
        kind=row.clock_kind, started_at=row.clock_started_at, due_at=row.due_at, paused_at=row.paused_at
    )
