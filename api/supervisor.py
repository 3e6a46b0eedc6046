"""Keeps the processes of one instance running: restarts those that die, stops them in order."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

from api.core.processes import die_with_parent

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_LONG_ENOUGH = 60.0
"""Seconds after which a process counts as healthy: its next death is restarted without a long pause."""


@dataclass(frozen=True)
class Child:
    """A process to keep running: its name for the operator, its command, the descriptors it inherits, the
    seconds it may take to end when asked to, and by how much it gives way to the others when the processor is
    short (`nice`)."""

    name: str
    command: Sequence[str]
    descriptors: tuple[int, ...] = ()
    patience: float = 10.0
    nice: int = 0


class Ending(Enum):
    """Why `supervise` returned."""

    ASKED = auto()
    DATABASE_LOST = auto()
    NEVER_READY = auto()


async def supervise(
    children: Sequence[Child],
    environment: Mapping[str, str],
    *,
    ready: Callable[[], Awaitable[None]],
    database_alive: Callable[[], bool],
) -> Ending:
    """Run `children` until SIGINT or SIGTERM, then stop them one after the other in the order given.

    `ready` returns once the instance answers. A child that dies before that is a fault of installation,
    not an accident: everything stops at once (NEVER_READY) instead of failing again and again.
    Returns DATABASE_LOST, everything stopped, as soon as `database_alive` says so.
    """
    loop = asyncio.get_running_loop()
    asked, failed = asyncio.Event(), asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, asked.set)
    tasks = [asyncio.create_task(_keep_running(child, environment, failed)) for child in children]
    becoming_ready = asyncio.ensure_future(ready())
    try:
        while not asked.is_set():
            if not database_alive():
                return Ending.DATABASE_LOST
            if failed.is_set() and not becoming_ready.done():
                return Ending.NEVER_READY
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), 0.25)
        return Ending.ASKED
    finally:
        becoming_ready.cancel()
        for task in tasks:
            task.cancel()
            await asyncio.wait([task])


async def _keep_running(child: Child, environment: Mapping[str, str], failed: asyncio.Event) -> None:
    """Start the child again each time it ends, after a pause that doubles; stop it when cancelled."""
    pause = _FIRST_PAUSE
    while True:
        started = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *child.command,
            env=dict(environment),
            pass_fds=child.descriptors,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which then stops in order
            preexec_fn=_in_the_child(child.nice),
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process, child.patience)
            raise
        failed.set()
        if time.monotonic() - started > _LONG_ENOUGH:
            pause = _FIRST_PAUSE
        print(f"{child.name} s’est arrêté (code {code}) ; relance dans {pause:g} s.", file=sys.stderr)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _in_the_child(nice: int) -> Callable[[], None]:
    """What it does before it becomes its command."""
    dies = die_with_parent(signal.SIGKILL)  # frees the port at once; nothing is lost by it

    def prepare() -> None:
        if dies is not None:
            dies()
        os.nice(nice)

    return prepare


async def _stop(process: asyncio.subprocess.Process, patience: float) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            process.kill()
            await process.wait()
