"""Reading a calendar in a process apart, which ends when it takes too long or too much memory.

A recurrence every second since 1900, a thousand nested rules: no check of the text finds them all, and
Python cannot be interrupted from inside. So the limits are those of the operating system. The process
has no database, no key and nothing of the environment. It also keeps what a calendar defines (time
zones of its own under well-known names) away from the next one.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import UUID
from weakref import WeakKeyDictionary, WeakValueDictionary
from zoneinfo import ZoneInfo

from api.core.crypto import derived_secret
from api.core.ics.results import NotACalendar, Reading, Span, TooMuch, own_ending

_ROOT = Path(__file__).resolve().parents[3]

PATIENCE = 30.0
"""Seconds on the wall: a busy machine gives the process its share of time late."""

AT_ONCE = 2


class Crowded(Exception):  # noqa: N818  not an error: it is the turn of others
    """It is not read yet: what came before is being read. Come again later."""


async def read_apart(
    content: bytes,
    *,
    owner: UUID,
    zone: ZoneInfo,
    window: Span,
    all_day: bool,
    caldav: bool = False,
    waits: float | None = None,
) -> Reading:
    """`reading.busy_times` of a file, or of the answer of a CalDAV server. Raises NotACalendar, TooMuch.

    Whatever one `owner` sends is read one after the other, so that an endless calendar keeps nobody else
    away. With `waits` (seconds), for somebody who waits for the answer: Crowded at once when another
    calendar of the owner is being read, and after that time when those of others are.
    """
    request = {"zone": zone.key, "window": window, "all_day": all_day, "caldav": caldav, "own": own()}
    async with _turn(owner, waits):
        output, code = await _run(json.dumps(request).encode() + b"\n" + content)
    if code != 0:
        raise TooMuch("It takes more time or memory than it may")
    answer = json.loads(output)
    if answer.get("refused") == "not_a_calendar":
        raise NotACalendar(answer["why"])
    if "refused" in answer:
        raise TooMuch("There is more in it than can be read")
    return Reading([(start, end) for start, end in answer["spans"]], answer["events"], answer["unread"])


def own() -> str:
    """How the UIDs of the feed of this instance end: the same as long as its keys."""
    return own_ending(derived_secret("calendar feed")[:12])


async def _run(content: bytes) -> tuple[bytes, int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "api.core.ics.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a message may quote the calendar
        cwd=_ROOT,
        env={"LANG": "C.UTF-8"},
    )
    try:
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate(content)
    except TimeoutError:
        return b"", -1
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return output, process.returncode or 0


class _Places:
    """The places of one process, and whose calendar is in one or waits for it."""

    def __init__(self) -> None:
        self.free = asyncio.Semaphore(AT_ONCE)
        self.of: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


_places: WeakKeyDictionary[asyncio.AbstractEventLoop, _Places] = WeakKeyDictionary()


@asynccontextmanager
async def _turn(owner: UUID, waits: float | None) -> AsyncIterator[None]:
    """A place of one's own while others wait, first come, first served."""
    places = _places.setdefault(asyncio.get_running_loop(), _Places())
    mine = places.of.setdefault(owner, asyncio.Lock())
    if waits is not None and mine.locked():
        raise Crowded
    async with AsyncExitStack() as held:
        try:
            async with asyncio.timeout(waits):
                await held.enter_async_context(mine)
                await held.enter_async_context(places.free)
        except TimeoutError as error:
            raise Crowded from error
        yield
