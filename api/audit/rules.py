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
from api.core.wall import months_from

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
class Cut:
    """Where a chain begins once old lines were removed: the seal of the last one that went, when it went, and
    a keyed hash of both, without which nobody ordered it."""

    last: Seal
    at: datetime
    mark: bytes


@dataclass(frozen=True)
class Found:
    """A fault, and the number of the line at which the chain breaks."""

    fault: Fault
    number: int


def start_of(chain_id: UUID, keyed: Keyed) -> Seal:
    """What the first line of a chain is bound to: the chain's own id, so that no line changes chains."""
    return Seal(0, keyed(b"start" + chain_id.bytes))


def ordered_cut(chain_id: UUID, last: Seal, at: datetime, keyed: Keyed) -> Cut:
    """A cut that this instance orders: lines up to `last` go, and the chain begins after it."""
    said = ("cut", str(chain_id), last.number, last.hash.hex(), _instant(at))
    return Cut(last, at, keyed(json.dumps(said).encode()))


def mark_of_check(chain_id: UUID, at: datetime, held: Seal, found: Found | None, keyed: Keyed) -> bytes:
    """What stands beside that a chain `held` up to a seal at that instant, and what was found wrong."""
    wrong = (None, None) if found is None else (found.fault.value, found.number)
    said = ("check", str(chain_id), _instant(at), held.number, held.hash.hex(), *wrong)
    return keyed(json.dumps(said).encode())


def beginning(chain_id: UUID, cut: Cut | None, keyed: Keyed) -> Seal:
    """What the first line that is still there is bound to. A cut that nobody ordered is none: lines that are
    gone are then missing from 1 on."""
    if cut is None or cut != ordered_cut(chain_id, cut.last, cut.at, keyed):
        return start_of(chain_id, keyed)
    return cut.last


BROKEN_MONTHS = 36
"""A broken chain keeps its lines as long as internal control may (CNIL, 2021-122): they are the evidence. The
line of the break and those after it stay until the operator decides: nothing vouches for their age."""


def cut_before(at: datetime, months: int, *, broken: bool) -> datetime:
    """The instant before which lines are removed, by calendar months in UTC, as the trail counts."""
    kept = max(months, BROKEN_MONTHS) if broken else months
    return months_from(at, -kept, UTC)


def is_another_break(before: int | None, found: Found | None) -> bool:
    """Whether what was found is to be told: the chain held until now, or breaks earlier than at `before`.
    Later than that nothing can be vouched for, and the same break looks different as the chain grows."""
    return found is not None and (before is None or found.number < before)


def next_seal(before: Seal, line: Line, keyed: Keyed) -> Seal:
    """The seal of the line that comes after `before`."""
    number = before.number + 1
    return Seal(number, keyed(before.hash + number.to_bytes(8, "big") + _canonical(line)))


def _canonical(line: Line) -> bytes:
    """All that a line says, in one spelling, whatever the time zone or the order of the keys."""
    said = [
        str(line.id),
        _text(line.community_id),
        _instant(line.at),
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


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


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


def fault_at_beginning(first: Seal, known: Seal | None = None) -> Found | None:
    """What is wrong with a chain whose lines up to `first` went: the last of them was another when `known`
    was noted."""
    if known is not None and known.number == first.number and known != first:
        return Found(Fault.altered, first.number)
    return None


def fault_at_end(reached: Seal, known: Seal | None = None) -> Found | None:
    """What is wrong with a chain that ends at `reached`: it went further when `known` was noted."""
    if known is not None and known.number > reached.number:
        return Found(Fault.cut_short, reached.number + 1)
    return None
