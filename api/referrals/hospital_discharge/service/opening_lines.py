"""The lines of a discharge: how one is opened, and how somebody is looked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import ClockFacts, Requester, Where
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import ClockKind, NotificationKind, WaitsFor
from api.contract.models import DischargeLineState as Line
from api.contract.models import HospitalDischargeState as State
from api.core.actor import Actor
from api.core.members import or_none
from api.dispatch import service as dispatch
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.service import course
from api.referrals.hospital_discharge.tables import DischargeLine, HospitalDischargeRequest


async def search_lines(
    db: AsyncSession, actor: Actor, whole: Case, parts: Sequence[Case], at: datetime
) -> None:
    """Look for somebody for these lines: the engine where a profession answers, the coordination by telephone
    elsewhere, which is told once for all of these."""
    to_telephone = False
    own = await course.own_rules(db, whole.community_id)
    for part in parts:
        line = await course.line_of(db, part.id)
        if line.state is Line.line_waiting:
            state = await course.move_line(db, part, "search")
            await cases.update(db, part, at=at, state=state, waits_for=WaitsFor.professional)
        if rules.by_phone(line.need):
            to_telephone = True
            state = await course.move_line(db, part, "telephone")
            due = ClockFacts(ClockKind.coordination, at, rules.telephone_before(own, part.wished_before, at))
            await cases.update(db, part, at=at, state=state, waits_for=WaitsFor.coordinator, clock=due)
        else:
            found = await dispatch.start(db, actor, part, at)
            (await course.line_of(db, part.id)).dispatch_id = found.id
            await db.flush()
    await course.settle(db, await dispatch.lock_case(db, whole.id), at)
    if to_telephone:
        await dispatch.tell_coordinators(db, whole, NotificationKind.request_needs_coordinator, at)


async def open_line(
    db: AsyncSession,
    actor: Actor,
    whole: Case,
    request: HospitalDischargeRequest,
    asked: wire.DischargeLineInput,
    rank: int,
    at: datetime,
) -> Case:
    """One line more of a discharge under way, of the ward that made it; nobody is asked yet."""
    assert whole.commune_insee is not None and whole.commune_name is not None  # noqa: S101, PT018  everyone goes home somewhere
    waits = request.state is State.to_complete
    state = rules.DISCHARGE_LINE.after("wait", Line.line_searching) if waits else Line.line_searching
    shared: dict[str, Any] = {
        "kind": whole.kind,
        "origin": whole.origin,
        "requester": Requester(
            kind="client" if whole.requester_kind == "client" else "account",
            id=whole.requester_id,
            name=whole.requester_name,
            profession=whole.requester_profession,
            phone=whole.requester_phone,
            organisation_id=whole.requester_organisation_id,
        ),
        "waits_for": WaitsFor.requester if waits else WaitsFor.professional,
        "at": at,
        "where": Where(
            whole.commune_insee, whole.commune_name, whole.sector, whole.latitude, whole.longitude
        ),
        "age_band": whole.age_band,
        "person_id": whole.person_id,
    }
    since = max(request.departure_at, at) if request.went_home_at else request.departure_at
    return await open_case_of_line(db, actor, whole, asked, (rank, state, since), **shared)


async def open_case_of_line(
    db: AsyncSession,
    actor: Actor,
    whole: Case,
    asked: wire.DischargeLineInput,
    line: tuple[int, Line, datetime],
    **shared: Any,
) -> Case:
    """One line: its rank, its state, and when the person is at home."""
    rank, state, home_at = line
    part = await cases.open_case(
        db,
        actor,
        state=state,
        need=asked.need,
        wished_before=rules.wished_before(asked.need, home_at),
        part_of=(whole, rank),
        **shared,
    )
    db.add(
        DischargeLine(
            id=part.id,
            community_id=whole.community_id,
            request_id=whole.id,
            need=asked.need,
            frequency=or_none(asked.frequency),
            state=state,
        )
    )
    await db.flush()
    return part
