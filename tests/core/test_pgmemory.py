"""The memory that the embedded PostgreSQL takes on a small machine and on a large one."""

import os

import pytest

from api.core.pgmemory import shared_buffers

GB = 1 << 30


@pytest.mark.parametrize(
    ("memory", "taken"), [(GB // 2, "128MB"), (2 * GB, "256MB"), (4 * GB, "512MB"), (64 * GB, "1024MB")]
)
def test_it_takes_an_eighth_of_the_machine_within_bounds(memory: int, taken: str) -> None:
    assert shared_buffers(memory) == taken


def test_this_machine_is_measured_and_never_taken_whole() -> None:
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert 128 <= int(shared_buffers().removesuffix("MB")) <= max(128, whole // 8 // (1 << 20))
