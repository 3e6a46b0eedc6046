"""Stretches of time put together, whatever tells their ends: seconds or instants."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

Edge = TypeVar("Edge", int, datetime)


def joined(spans: Iterable[tuple[Edge, Edge]]) -> list[tuple[Edge, Edge]]:
    """The same time in as few stretches as can be, in order; empty ones are none.

    Those that touch are one: Friday 20–24 and Saturday 0–8 are one night.
    """
    found: list[tuple[Edge, Edge]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def common(
    spans: Sequence[tuple[Edge, Edge]], others: Sequence[tuple[Edge, Edge]]
) -> list[tuple[Edge, Edge]]:
    """The time that lies in both, in order; each list is in order and has no two that overlap."""
    met = [(max(a, c), min(b, d)) for a, b in spans for c, d in others if a < d and c < b]
    return joined(met)


def without(
    spans: Sequence[tuple[Edge, Edge]], taken: Iterable[tuple[Edge, Edge]]
) -> list[tuple[Edge, Edge]]:
    """The time of `spans` in which nothing is `taken`, in order."""
    left = list(spans)
    for start, end in taken:
        left = [
            piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]
        ]
    return joined(left)


def within(spans: Iterable[tuple[Edge, Edge]], start: Edge, end: Edge) -> bool:
    """Whether one of these stretches holds all of that time."""
    return any(first <= start and end <= last for first, last in spans)
