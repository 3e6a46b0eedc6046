"""What an import changed, as people of a territory would tell it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.contract.models import DirectoryChangeKind

KEPT = timedelta(days=396)
"""Thirteen months: the same season of the year before can be looked at."""

C = DirectoryChangeKind


@dataclass(frozen=True)
class Known:
    """What the territory's page says of somebody who practises there; `places` are their addresses."""

    professional_id: UUID
    name: str
    specialties: tuple[str, ...]
    places: tuple[str, ...]
    phones: tuple[str, ...]


def changes(
    before: Mapping[UUID, Known], after: Mapping[UUID, Known]
) -> Iterator[tuple[UUID, DirectoryChangeKind]]:
    """What differs between two states of a territory, both by professional; somebody may change twice.

    The first import of a territory, where nobody was known, is no news of anybody.
    """
    if not before:
        return
    for professional_id in after.keys() - before.keys():
        yield professional_id, C.arrived
    for professional_id in before.keys() - after.keys():
        yield professional_id, C.left
    for professional_id in before.keys() & after.keys():
        old, new = before[professional_id], after[professional_id]
        if old == new:
            continue
        told = (
            (C.renamed, old.name != new.name),
            (C.specialty_changed, old.specialties != new.specialties),
            (C.moved, old.places != new.places),
            (C.phone_changed, old.places == new.places and old.phones != new.phones),
        )
        yield from ((professional_id, kind) for kind, differs in told if differs)


def is_late(last: datetime, at: datetime, days: int) -> bool:
    """Whether the next import should have come since the last one."""
    return at - last > timedelta(days=days)
