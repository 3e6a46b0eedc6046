"""The correction of a request that has ended. PURE. Source: domain rules §1.2: "Terminal states never reopen:
a correction is a new event with author and reason".

What may be corrected is what the figures count and the thread says: the times of the steps, and how it ended.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from pydantic import MISSING

from api.contract.models import (
    CertificateChannel,
    DeathCancellationReason,
    DeathClosedBy,
    DeathCorrectableFact,
    DeathCorrectedFact,
    DeathCorrection,
    DeathOutcome,
)
from api.contract.models import DeathCertificationState as State
from api.core.members import or_none
from api.core.problems import FieldError
from api.death_certifications.rules.refusals import CLOCKS_DIFFER
from api.people.rules import why_not_kept

STEPS = ("accepted_at", "departed_at", "arrived_at", "certified_at")
"""The times of a request that a person says, in their order."""

OWN_TIMES = frozenset({"departed_at", "arrived_at", "certified_at"})
"""What a certifier says of themselves; the rest is the coordination's."""

CAME = frozenset({State.certified, State.obstacle_reported})
"""Somebody of the network was there."""

CORRECTABLE = CAME | {State.closed_externally, State.requisitioned, State.request_cancelled}
"""Out of scope is decided by the answers, and a duplicate is undone: neither is corrected."""

_ENDS: dict[DeathOutcome, tuple[State, DeathClosedBy | None]] = {
    DeathOutcome.certified: (State.certified, None),
    DeathOutcome.obstacle_reported: (State.obstacle_reported, None),
    DeathOutcome.seen_to_by_samu: (State.closed_externally, DeathClosedBy.samu),
    DeathOutcome.requisitioned: (State.requisitioned, DeathClosedBy.requisition),
    DeathOutcome.seen_to_by_other_doctor: (State.closed_externally, DeathClosedBy.other_doctor),
    DeathOutcome.seen_to_otherwise: (State.closed_externally, DeathClosedBy.other),
}


@dataclass(frozen=True, slots=True)
class Course:
    """How a request went, as far as a correction may change it."""

    accepted_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    certified_at: datetime | None
    state: State
    closed_by: DeathClosedBy | None
    certificate_channel: CertificateChannel | None
    cancellation_reason: DeathCancellationReason | None


def given(said: DeathCorrection) -> frozenset[str]:
    """What a correction is about: the members that are there, but its reason and its text."""
    names = (*STEPS, "outcome", "certificate_channel")
    return frozenset(name for name in names if getattr(said, name) is not MISSING)


def corrected(before: Course, said: DeathCorrection, created_at: datetime) -> Course:
    """How it went after all. What the new end leaves without meaning goes: the hour and the way of a
    certificate that was never made, who saw to a request that the network certified."""
    after = _with_end(before, said)
    floor = created_at
    for name in STEPS:
        typed = getattr(said, name)
        if typed is not MISSING:
            when: Any = None if typed is None else _settled(typed, floor)
            after = replace(after, **{name: when})
        floor = getattr(after, name) or floor
    return after


def _with_end(before: Course, said: DeathCorrection) -> Course:
    after = before
    if (outcome := or_none(said.outcome)) is not None:
        state, closed_by = _ENDS[outcome]
        after = replace(before, state=state, closed_by=closed_by, cancellation_reason=None)
    if after.state is not State.certified:
        return replace(after, certified_at=None, certificate_channel=None)
    return replace(after, certificate_channel=or_none(said.certificate_channel) or before.certificate_channel)


def _settled(typed: datetime, floor: datetime) -> datetime:
    """People say minutes: in the minute of the step before it, a time is not before that step."""
    same_minute = typed.replace(second=0, microsecond=0) == floor.replace(second=0, microsecond=0)
    return floor if typed < floor and same_minute else typed


def changes(before: Course, after: Course) -> list[DeathCorrectedFact]:
    """What a correction changed, in the order of the steps, each with what was said before."""
    old, new = asdict(before), asdict(after)
    return [
        DeathCorrectedFact(fact=fact, before=_word(old[fact.value]), after=_word(new[fact.value]))
        for fact in DeathCorrectableFact
        if old[fact.value] != new[fact.value]
    ]


def _word(known: datetime | StrEnum | None) -> str | None:
    if isinstance(known, datetime):
        return known.isoformat()
    return None if known is None else known.value


def errors_of_correction(
    before: Course,
    said: DeathCorrection,
    *,
    created_at: datetime,
    at: datetime,
    was_taken: bool,
    erased: bool,
) -> list[FieldError]:
    """Everything that is wrong with a correction typed at `at`.

    `was_taken`: somebody of the network had accepted. `erased`: the identity is; nothing that could name
    somebody is written any more.
    """
    about, after = given(said), corrected(before, said, created_at)
    text = list(_of_text(said, erased=erased))
    if not about or not changes(before, after):
        return [FieldError("", "Say what was wrong: nothing of this differs from what is known"), *text]
    return [
        *_of_end(after, about, was_taken=was_taken),
        *_of_order(after, about, created_at, at),
        *text,
    ]


def _of_end(after: Course, about: frozenset[str], *, was_taken: bool) -> Iterator[FieldError]:
    """The end and the steps that lead to it may not say the contrary of each other."""
    if not was_taken:
        for name in (one for one in STEPS if one in about):
            yield FieldError(f"/{name}", "Nobody of the network had it: leave this out")
        if after.state in CAME:
            yield FieldError("/outcome", "Nobody of the network had it: say who saw to it")
        return
    if after.state in CAME and after.arrived_at is None:
        yield FieldError("/arrived_at", "Say when they were there")
    if after.state is State.certified:
        if after.certified_at is None:
            yield FieldError("/certified_at", "Say when the certificate was made")
        if after.certificate_channel is None:
            yield FieldError("/certificate_channel", "Say by which way")
        return
    for name in sorted(about & {"certified_at", "certificate_channel"}):
        yield FieldError(f"/{name}", "No certificate was made: leave this out")


def _of_order(
    after: Course, about: frozenset[str], created_at: datetime, at: datetime
) -> Iterator[FieldError]:
    """No step is to come, nor before the request, nor before the step that leads to it."""
    known = [("", created_at), *((name, when) for name in STEPS if (when := getattr(after, name)))]
    for name, when in known[1:]:
        if name in about and when > at + CLOCKS_DIFFER:
            yield FieldError(f"/{name}", "This time is to come: correct it")
        elif name in about and when < created_at:
            yield FieldError(f"/{name}", "This is before the request: correct it")
    for (earlier, start), (later, end) in pairwise(known):
        wrong = next((name for name in (later, earlier) if name in about), None)
        if wrong is not None and created_at <= end < start:
            yield FieldError(f"/{wrong}", f"{later} is before {earlier}: correct one of them")


def _of_text(said: DeathCorrection, *, erased: bool) -> Iterator[FieldError]:
    text: Any = or_none(said.text)
    if text is None:
        return
    if erased:
        yield FieldError("/text", "The identity is erased: write nothing that could name somebody")
    elif not text.strip():
        yield FieldError("/text", "Write a sentence, or leave this out")
    elif cure := why_not_kept(text, checked=not said.confirmed_not_medical):
        yield FieldError("/text", cure)
