"""Reading a calendar in a process apart, which ends when it takes too long or too much memory.

A recurrence every second since 1900, a thousand nested rules: no check of the text finds them all, and
Python cannot be interrupted from inside. So the limits are those of the operating system. The process
has no database, no key and nothing of the environment. It also keeps what a calendar defines (time
zones of its own under well-known names) away from the next one.
"""

import asyncio
import json
import sys
from pathlib import Path
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from api.core.crypto import derived_secret
from api.core.ics.results import NotACalendar, Reading, Span, TooMuch, own_ending

_ROOT = Path(__file__).resolve().parents[3]

PATIENCE = 60.0
"""Seconds on the wall: a busy machine gives the process its share of time late."""

AT_ONCE = 2
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read_apart(
    content: bytes, *, zone: ZoneInfo, window: Span, all_day: bool, caldav: bool = False
) -> Reading:
    """`reading.busy_times` of a file, or of the answer of a CalDAV server. Raises NotACalendar, TooMuch."""
    request = {"zone": zone.key, "window": window, "all_day": all_day, "caldav": caldav, "own": own()}
    async with _place():
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


def _place() -> asyncio.Semaphore:
    """At most two at once in a process: others wait."""
    loop = asyncio.get_running_loop()
    return _places.setdefault(loop, asyncio.Semaphore(AT_ONCE))
