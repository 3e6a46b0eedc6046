"""How much memory the embedded PostgreSQL keeps what it reads in."""

import os
from pathlib import Path

_MB = 1 << 20

_LEAST, _MOST = 128, 1024
"""MB. The first is what PostgreSQL takes by itself; a territory has no use for more than the second."""

_SHARE = 8
"""One part of so many. PostgreSQL's manual (20.4) speaks of a quarter for a machine of its own; here web
processes and jobs live beside it."""

_LIMIT = Path("/sys/fs/cgroup/memory.max")


def shared_buffers(memory: int | None = None) -> str:
    """The value of PostgreSQL's setting of that name for a machine with so many bytes, or for this one.

    What does not fit is asked of the system, page after page, which takes as long again as the search itself.
    Only what is used is taken.
    """
    whole = _memory() if memory is None else memory
    return f"{min(_MOST, max(_LEAST, whole // _SHARE // _MB))}MB"


def _memory() -> int:
    """Bytes of this machine, or of what a container may take of it."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = _LIMIT.read_text().strip() if _LIMIT.exists() else ""
    return min(whole, int(limit)) if limit.isdigit() else whole
