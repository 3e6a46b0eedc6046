"""Figures for Prometheus: no label holds anything personal, and none is unbounded."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()

REQUESTS = Histogram(
    "maillage_http_request_seconds",
    "Time to answer, by operation of the contract",
    ["operation", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)

REFUSALS = Counter("maillage_refusals_total", "Problems answered, by type", ["type"], registry=REGISTRY)


def observe(operation: str, status: int, seconds: float) -> None:
    """Count one answer."""
    REQUESTS.labels(operation, f"{status // 100}xx").observe(seconds)


def exposition() -> bytes:
    """All figures of this process, in the text format of Prometheus."""
    return generate_latest(REGISTRY)
