"""The only place that reads the time, so that tests can shift it and rules never ask for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from api.core.settings import settings

_elsewhere: ContextVar[datetime | None] = ContextVar("elsewhere", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC; shifted by MAILLAGE_CLOCK_OFFSET seconds in test mode only."""
    elsewhere = _elsewhere.get()
    if elsewhere is not None:
        return elsewhere
    instant = datetime.now(UTC)
    config = settings()
    return instant + timedelta(seconds=config.clock_offset) if config.test_mode else instant


@contextmanager
def living_at(instant: datetime) -> Iterator[None]:
    """Make `now` answer `instant` (aware) inside the block: how the demonstration lives its past.

    Only the current task is moved; other requests and jobs keep the real time.
    """
    token = _elsewhere.set(instant)
    try:
        yield
    finally:
        _elsewhere.reset(token)
