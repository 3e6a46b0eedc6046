"""The header of a request: opened once, changed by its own module only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.cases import rules
from api.cases.kinds import KINDS
from api.cases.policy import visible_to
from api.cases.service.announcing import announce_case
from api.cases.tables import Case, CaseCounter, TimelineEvent
from api.contract.models import CaseKind, ClockKind, TimelineKind, WaitsFor
from api.core.actor import Actor
from api.core.alone import single_statements
from api.core.ids import new_id
from api.core.problems import NotFound
from api.core.settings import settings


class Keep(Enum):
    """Stands for “leave it as it is” where None means “take it away”."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@dataclass(frozen=True)
class Requester:
    """Who asks. `name` is the structure, else the professional, never a patient; `profession` is French,
    for the anonymous card ("infirmière", "pharmacie")."""

    kind: Literal["account", "client", "system"]
    id: UUID
    name: str
    profession: str
    phone: str | None = None
    professional_id: UUID | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Where:
    """Where the person is, as far as it may be said: the middle of a sector or commune, no address."""

    commune_insee: str
    commune_name: str
    sector: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class ClockFacts:
    """A clock that runs from one instant to another."""

    kind: ClockKind
    started_at: datetime
    due_at: datetime


async def open_case(
    db: AsyncSession,
    actor: Actor,
    *,
    kind: CaseKind,
    state: str,
    origin: str,
    requester: Requester,
    waits_for: WaitsFor,
    at: datetime,
    where: Where | None = None,
    need: str | None = None,
    age_band: str | None = None,
    mobility: str | None = None,
    urgency: str | None = None,
    person_id: UUID | None = None,
    wished_before: datetime | None = None,
    clock: ClockFacts | None = None,
    closed: bool = False,
    part_of: tuple[Case, int] | None = None,
    unwritten: bool = False,
) -> Case:
    """Open the case of a new request and give it its number. The request takes the id of its case.

    `closed` opens it already ended (redirected to the 15). The row is flushed, so that others may refer
    to it, unless `unwritten`: the `update` that comes next then writes it as it is by then. `part_of`: the
    whole, and the rank of this part in it, from 1. Writes nothing on the timeline: the request module says
    how it began, with `record`.
    """
    assert actor.community_id is not None  # noqa: S101  a request is made inside a community
    case = Case(
        community_id=actor.community_id,
        kind=kind,
        parent_id=part_of[0].id if part_of else None,
        number=rules.number_of_part(part_of[0].number, part_of[1])
        if part_of
        else await _next_number(actor.community_id, kind),
        version=1,
        state=str(state),
        state_changed_at=at,
        need=_word(need),
        age_band=_word(age_band),
        mobility=_word(mobility),
        urgency=_word(urgency),
        sector=where.sector if where else None,
        commune_insee=where.commune_insee if where else None,
        commune_name=where.commune_name if where else None,
        latitude=where.latitude if where else None,
        longitude=where.longitude if where else None,
        origin=str(origin),
        requester_kind=requester.kind,
        requester_id=requester.id,
        requester_professional_id=requester.professional_id,
        requester_organisation_id=requester.organisation_id,
        requester_name=requester.name,
        requester_phone=requester.phone,
        requester_profession=requester.profession,
        person_id=person_id,
        wished_before=wished_before,
        waits_for=WaitsFor.nobody if closed else waits_for,
        created_at=at,
        closed_at=at if closed else None,
    )
    _set_clock(case, None if closed else clock)
    db.add(case)
    if not unwritten:
        await db.flush()
    await announce_case(db, case, opened=True)
    return case


async def record(
    db: AsyncSession,
    case: Case,
    kind: TimelineKind,
    actor: Actor,
    *,
    at: datetime,
    professional_id: UUID | None = None,
    text: str | None = None,
    **facts: Any,
) -> TimelineEvent:
    """Add a line to the timeline of a case.

    `facts` are members of `TimelineEntry` (wave, waves, audience, asked, declined, lapsed,
    decline_reason, skip_reason, starts_at, ends_at, solution, previous_state, corrections,
    correction_reason, corrected_identity); None is left out. `professional_id` is who the line is about. The
    server's own acts carry no name.
    """
    by_server = actor.kind == "system"
    event = TimelineEvent(
        community_id=case.community_id,
        case_id=case.id,
        at=at,
        kind=kind,
        actor_kind=actor.kind,
        actor_id=None if by_server else actor.id,
        actor_name=None if by_server else actor.name,
        professional_id=professional_id,
        facts=_plain(facts),
        text=text,
    )
    db.add(event)
    await announce_case(db, case)
    return event


async def update(
    db: AsyncSession,
    case: Case,
    *,
    at: datetime,
    state: str | None = None,
    waits_for: WaitsFor | None = None,
    clock: ClockFacts | None | Keep = KEEP,
    professional_id: UUID | None | Keep = KEEP,
    appointment: Appointment | None | Keep = KEEP,
    paused_at: datetime | None | Keep = KEEP,
    closed: bool = False,
    reopened: bool = False,
) -> Case:
    """Change the header, and count a version. What is not said stays.

    `clock=None` stops the clock. A pause keeps the clock and says since when (`paused_at`); resuming
    gives a new `clock`, whose deadline the caller computed. `closed` ends the case: no clock, nobody to
    act; `reopened` takes that back, for what was closed by mistake. Facts that a completion
    brings (need, sector…) are set on the row before the call. The caller
    holds the row (`load(…, for_update=True)`).
    """
    before = case.professional_id
    if state is not None and str(state) != case.state:
        case.state, case.state_changed_at = str(state), at
    if waits_for is not None:
        case.waits_for = waits_for
    if not isinstance(clock, Keep):
        _set_clock(case, clock)
    if not isinstance(professional_id, Keep):
        case.professional_id = professional_id
    if not isinstance(appointment, Keep):
        case.appointment_id = None if appointment is None else appointment.id
        case.appointment_at = None if appointment is None else appointment.starts_at
    if not isinstance(paused_at, Keep):
        case.paused_at = paused_at
    if closed and case.closed_at is None:
        case.closed_at, case.waits_for, case.paused_at = at, WaitsFor.nobody, None
        _set_clock(case, None)
    if reopened:
        case.closed_at = None
    case.version += 1
    await announce_case(db, case, before=before)
    await db.flush()
    if case.parent_id is not None and (part_changed := KINDS[case.kind].part_changed) is not None:
        await part_changed(db, case, at)
    return case


async def parts_of(db: AsyncSession, whole_ids: Sequence[UUID]) -> dict[UUID, list[Case]]:
    """The parts of these cases, by whole, in their order; a case without any is absent. For a caller who has
    found that the actor may see the wholes."""
    rows = await db.scalars(
        select(Case).where(Case.parent_id.in_(whole_ids)).order_by(Case.parent_id, Case.number)
    )
    found: dict[UUID, list[Case]] = {}
    for part in rows:
        found.setdefault(part.whole_id, []).append(part)
    return found


async def load(db: AsyncSession, actor: Actor, case_id: UUID, *, for_update: bool = False) -> Case:
    """The case, if the actor may see it; NotFound otherwise. `for_update` keeps other changes of
    the row waiting (not those who only refer to it, as a new line of its timeline does)."""
    wanted = select(Case).where(Case.id == case_id, visible_to(actor))
    if for_update:
        wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    case = await db.scalar(wanted)
    if case is None:
        raise NotFound("There is no such request, or it is not for you to see")
    return case


_COUNT = (
    insert(CaseCounter)
    .values({name: bindparam(name) for name in ("id", "community_id", "kind", "last_number")})
    .on_conflict_do_update(
        index_elements=[CaseCounter.community_id, CaseCounter.kind],
        set_={"last_number": CaseCounter.last_number + 1},
    )
    .returning(CaseCounter.last_number)
)


async def _next_number(community_id: UUID, kind: CaseKind) -> str:
    """The next number of the kind in the community.

    It is given at once, in a transaction of its own: others would wait for the end of the caller's, which may
    have thirty messages to write. The number of a request that was undone is nobody's; none is given twice.
    """
    first = rules.FIRST_NUMBER_IN_DEMO if settings().demo else rules.FIRST_NUMBER
    counted = {"id": new_id(), "community_id": community_id, "kind": kind, "last_number": first}
    async with single_statements() as connection:
        given = await connection.scalar(_COUNT, counted)
    assert given is not None  # noqa: S101  an upsert without a condition always returns its row
    return rules.number(KINDS[kind].prefix, given)


def _set_clock(case: Case, clock: ClockFacts | None) -> None:
    case.clock_kind = clock.kind if clock else None
    case.clock_started_at = clock.started_at if clock else None
    case.due_at = clock.due_at if clock else None


def _word(value: str | None) -> str | None:
    return None if value is None else str(value)


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as JSON: words instead of enums, RFC 3339 instead of instants."""
    said = {name: value for name, value in facts.items() if value is not None}
    return {
        name: value.isoformat() if isinstance(value, datetime) else getattr(value, "value", value)
        for name, value in said.items()
    }
