"""Stretches of time put together, whatever tells their ends: seconds or instants."""

from collections.abc import Iterable
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
