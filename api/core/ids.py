"""Identifiers: UUID version 7, so that a new row lands at the end of its index."""

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, 12 bits of counter, 62 bits of chance.

    Ids made by one process strictly grow, also within the same millisecond. The time inside is the
    machine's own, not the clock that tests shift: an id only needs to be unique and nearly ordered.
    """
    global _last
    with _lock:
        _last = max(_last + 1, (time.time_ns() // 1_000_000) << 12)
        stamp = _last
    milliseconds, counter = stamp >> 12, stamp & 0xFFF
    value = milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
