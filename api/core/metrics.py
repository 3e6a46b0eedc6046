"""Figures for Prometheus: no label holds anything personal, and none is unbounded."""

from collections.abc import Awaitable, Callable

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

log = structlog.get_logger(__name__)

REGISTRY = CollectorRegistry()

REQUESTS = Histogram(
    "maillage_http_request_seconds",
    "Time to answer, by operation of the contract",
    ["operation", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)

REFUSALS = Counter("maillage_refusals_total", "Problems answered, by type", ["type"], registry=REGISTRY)


READERS: list[Callable[[], Awaitable[None]]] = []
"""What modules do before the figures are read: count what stands in the database. One that raises leaves
the others, and the figures, alone."""


def observe(operation: str, status: int, seconds: float) -> None:
    """Count one answer."""
    REQUESTS.labels(operation, f"{status // 100}xx").observe(seconds)


async def exposition() -> bytes:
    """All figures of this process, in the text format of Prometheus."""
    for read in READERS:
        try:
            await read()
        except Exception as error:  # noqa: BLE001  without a database, the other figures matter all the more
            log.warning("metrics.unread", reader=read.__module__, error=type(error).__name__)
    return generate_latest(REGISTRY)
