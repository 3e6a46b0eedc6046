"""What comes of reading a calendar. Light, so that only the process that reads loads what reads."""

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


def own_ending(instance: str) -> str:
    """How the UIDs of the feed of an instance end: what comes back to it through another agenda is known
    already. What comes from another instance is not."""
    return f"@{instance}.rdv.maillage"
