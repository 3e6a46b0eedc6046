"""The only place that reads the time, so that tests can shift it and rules never ask for it."""

from datetime import UTC, datetime, timedelta

from api.core.settings import settings


def now() -> datetime:
    """The present instant, aware, in UTC; shifted by MAILLAGE_CLOCK_OFFSET seconds in test mode only."""
    instant = datetime.now(UTC)
    config = settings()
    return instant + timedelta(seconds=config.clock_offset) if config.test_mode else instant
