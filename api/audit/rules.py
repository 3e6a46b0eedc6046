"""The chain of seals: what binds each line of the trail to all those before it.

Each community has a chain of its own, so that its DPO can answer for it alone; what belongs to no community
has one too. The seal of a line is a keyed hash (HMAC-SHA256) over the seal before it, the line's number in
the chain and all that the line says. Who can write in the database but has not the key file can neither
alter, remove, add nor reorder a sealed line unseen (CNIL, délibération 2021-122: traces that are segregated,
write-only, time-stamped and signed).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.contract.models import AuditFault as Fault

Keyed = Callable[[bytes], bytes]
"""A hash that only who has the key file can compute."""

NATIONAL = UUID(int=0)
"""The chain of what belongs to no community. In `app.community_id` it shows those lines, and no others."""


@dataclass(frozen=True)
class Line:
    """A line of the trail, as it is sealed. `community_id` is None for what belongs to no community."""

    id: UUID
    community_id: UUID | None
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    on_behalf_of_id: UUID | None
    action: str
    subject_kind: str
    subject_id: UUID | None
    detail: dict[str, Any] | None
    request_id: str | None


@dataclass(frozen=True)
class Seal:
    """How far a chain goes: the number of its last line (the first is 1), and the seal of that line."""

    number: int
    hash: bytes


@dataclass(frozen=True)
class Sealed:
    """A line and the seal that stands beside it in the database."""

    line: Line
    seal: Seal


@dataclass(frozen=True)
class Found:
    """A fault, and the number of the line at which the chain breaks."""

    fault: Fault
    number: int


def start_of(chain_id: UUID, keyed: Keyed) -> Seal:
    """What the first line of a chain is bound to: the chain's own id, so that no line changes chains."""
    return Seal(0, keyed(b"start" + chain_id.bytes))


def next_seal(before: Seal, line: Line, keyed: Keyed) -> Seal:
    """The seal of the line that comes after `before`."""
    number = before.number + 1
    return Seal(number, keyed(before.hash + number.to_bytes(8, "big") + _canonical(line)))


def _canonical(line: Line) -> bytes:
    """All that a line says, in one spelling, whatever the time zone or the order of the keys."""
    said = [
        str(line.id),
        _text(line.community_id),
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor_kind,
        _text(line.actor_id),
        _text(line.on_behalf_of_id),
        line.action,
        line.subject_kind,
        _text(line.subject_id),
        line.detail,
        line.request_id,
    ]
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def fault_after(reached: Seal, one: Sealed, keyed: Keyed, known: Seal | None = None) -> Found | None:
    """What is wrong with the line that stands after `reached`; None when the chain goes on through it.

    `known`: a seal of this chain that was noted earlier; a chain that goes not through it was written anew.
    """
    if one.seal.number != reached.number + 1:
        return Found(Fault.missing, reached.number + 1)
    if one.seal != next_seal(reached, one.line, keyed) or (
        known is not None and known.number == one.seal.number and known != one.seal
    ):
        return Found(Fault.altered, one.seal.number)
    return None


def fault_at_end(reached: Seal, known: Seal | None = None) -> Found | None:
    """What is wrong with a chain that ends at `reached`: it went further when `known` was noted."""
    if known is not None and known.number > reached.number:
        return Found(Fault.cut_short, reached.number + 1)
    return None
