"""What a request module tells `cases` about its kind of request. Registered at import, read by the board."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract import models as wire
from api.core.actor import Actor


def _whoever_sees_it(actor: Actor, case: Case) -> bool:
    return True


def _nothing_more(case: Case) -> Mapping[str, str]:
    return {}


def _nobody_asked() -> wire.Counters:
    return wire.Counters(asked=0, seen=0, declined=0, lapsed=0, pending=0)


@dataclass(frozen=True)
class BoardFacts:
    """What only the request's own module knows of a row of the board, for one actor."""

    wave: int | None = None
    """Of a request with one search; of one with parts, each part has its own."""
    waves: int | None = None
    counters: wire.Counters = field(default_factory=_nobody_asked)
    next_step: wire.NextStep | None = None
    upcoming: Sequence[wire.NextStep] = ()
    """What comes by itself if nobody moves, in order; shown under the timeline."""
    decline_reasons: Sequence[wire.DeclineCount] = ()
    dispatch_id: UUID | None = None
    actions: Sequence[wire.CaseAction] = ()
    specialty_label: str | None = None
    """From whom an opinion is sought, in French."""
    discharge: wire.DischargeSummary | None = None


Facts = Callable[[AsyncSession, Actor, Sequence[Case]], Awaitable[dict[UUID, BoardFacts]]]
"""Facts of many cases of one kind at once, by case id: a fixed number of statements, whatever the rows."""


PartChanged = Callable[[AsyncSession, Case, datetime], Awaitable[None]]
"""Called with the part, at the instant of the change."""


@dataclass(frozen=True)
class CaseKindSpec:
    """One kind of request."""

    prefix: str
    """Of its numbers, as said on the phone: `SNP` in SNP-1204."""
    facts: Facts
    retention_months: Callable[[wire.CommunityRules], int]
    """Calendar months after closing when the identity of the person is erased, by the community's rules."""
    reads_texts: Callable[[Actor, Case], bool] = _whoever_sees_it
    """Whether an actor who sees the case reads what others write on its thread."""
    part_changed: PartChanged | None = None
    """Brings the header of a whole up to date after one of its parts changed, in the same transaction."""
    message_facts: Callable[[Case], Mapping[str, str]] = _nothing_more
    """What messages about a case say beyond its header, in the names of `notifications.rules.Facts`."""


def may_have_parts(case: Case) -> bool:
    """Whether requests of this kind are wholes with parts: of the others, nobody looks for any."""
    return case.parent_id is None and KINDS[case.kind].part_changed is not None


KINDS: dict[wire.CaseKind, CaseKindSpec] = {}
"""Filled by the request modules (`KINDS[CaseKind.unscheduled_care] = CaseKindSpec(…)`)."""
