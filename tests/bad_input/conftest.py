"""The same people as those of the search."""

from tests.dispatch.conftest import awake, coordinator, doctors, requester

__all__ = ["awake", "coordinator", "doctors", "requester"]
