"""What comes of reading a calendar. Light, so that only the process that reads loads what reads."""

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]
"""Seconds since 1970: start included, end excluded."""


class NotACalendar(ValueError):
    """The text is no calendar, or not a whole one."""


class TooMuch(ValueError):
    """More than can be read: events, stretches of time, or work to find them."""


@dataclass(frozen=True)
class Reading:
    """What was understood: stretches in order that do not touch; how many events there are, and how many
    of them could not be read, wholly or in part."""

    spans: list[Span]
    events: int
    unread: int


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few stretches as can be, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def own_ending(instance: str) -> str:
    """How the UIDs of the feed of an instance end: what comes back to it through another agenda is known
    already. What comes from another instance is not."""
    return f"@{instance}.rdv.maillage"
