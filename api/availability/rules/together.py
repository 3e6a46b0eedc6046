"""What free times amount to, taken together: how many, and which of them are the same one. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from api.availability.rules.occurrences import OpeningTimes
from api.availability.rules.slots import Found
from api.availability.rules.wallclock import Span


class Said(NamedTuple):
    """What an opening says of its slots: for what, how, for how many audiences."""

    needs: tuple[str, ...]
    modes: tuple[str, ...]
    audiences: int


def bookable_together(spans: Iterable[Span]) -> int:
    """How many of these times of one person can all be taken: the most of them that do not meet."""
    count, free_from = 0, 0
    # The one that ends first leaves the most for the others.
    for end, start in sorted((end, start) for start, end in spans):
        if not count or start >= free_from:
            count, free_from = count + 1, end
    return count


def given_twice(found: Iterable[tuple[OpeningTimes, Found]]) -> list[UUID]:
    """The openings that share a start with another one of the same person at the same place."""
    held: dict[tuple[int, int], list[tuple[OpeningTimes, Found]]] = defaultdict(list)
    for opening, free in found:
        held[opening.professional_id.int, opening.practice_id.int].append((opening, free))
    twice: dict[UUID, None] = {}
    for group in held.values():
        if len(group) > 1 and _meet([free.starts for _, free in group]):
            twice |= dict.fromkeys(opening.id for opening, _ in group)
    return list(twice)


def once_each(
    found: Sequence[tuple[OpeningTimes, Found]], said: Mapping[UUID, Said]
) -> list[tuple[OpeningTimes, Found]]:
    """The same, where the same time of the same person, for the same needs and in the same ways, comes once:
    in the opening that is meant for the most audiences, then in the earliest one.

    `said`: of the openings of `given_twice`; the slots of the others are alone.
    """
    doubled = [place for place, (opening, _) in enumerate(found) if opening.id in said]
    doubled.sort(key=lambda place: (-said[found[place][0].id].audiences, found[place][0].id.int))
    seen: dict[tuple[object, ...], set[int]] = defaultdict(set)
    kept = list(found)
    for place in doubled:
        opening, (starts, lasts, left) = found[place]
        its = said[opening.id]
        there = seen[opening.professional_id, opening.practice_id, opening.kind, its.needs, its.modes]
        new = [(start, places) for start, places in zip(starts, left, strict=True) if start not in there]
        kept[place] = opening, Found([start for start, _ in new], lasts, [places for _, places in new])
        there.update(starts)
    return kept


def _meet(starts: Iterable[Sequence[int]]) -> bool:
    seen: set[int] = set()
    for some in starts:
        if not seen.isdisjoint(some):
            return True
        seen.update(some)
    return False
