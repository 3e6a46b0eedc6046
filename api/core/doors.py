"""Connections shared evenly among the processes that listen on one socket."""

import asyncio
import mmap
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STEP = 0.001
"""Seconds until a process that leaves a connection to the others looks again whether one of them took it."""

_PATIENCE, _SHORT, _IN_VAIN = 0.030, 0.003, 1.0
"""Seconds for which it leaves one to them at most: others share the processor with them, and may have it for
that long. Whom it waited for in vain (it starts, or died) it hardly waits for during the next seconds."""

_SHARE = 32
"""Whoever has so many connections lets one more in at a time, so that a crowd is soon inside."""

_NO_ROOM = 1.0
"""Seconds before another try when the system gives no more sockets."""

_UNEVEN, _UNEVEN_SHARE = 3, 8
"""So many connections more than elsewhere, and one for each so many, are no reason to send anybody away."""


_WIDTH = 8
"""Bytes of a number in the memory that processes share."""

_ABSENT = -1
"""The number of who lets nobody in: it starts, or ends."""


class Shares:
    """What the processes at one socket tell each other: how many connections each has, and since when the
    first of those who wait there for a turn waits. Each writes its own, and reads all.

    A number that is a moment old, or of a process that died, costs the others some milliseconds, no more.
    """

    def __init__(self, descriptor: int, place: int) -> None:
        """The share of the process at `place` (from 0) in the memory that `shared_memory` made."""
        numbers = memoryview(mmap.mmap(descriptor, os.fstat(descriptor).st_size)).cast("q")
        processes = len(numbers) // 2
        self._place = place
        self._connections, self._since = numbers[:processes], numbers[processes:]
        self._elsewhere = [other for other in range(processes) if other != place]
        self.inside: Callable[[], int] = lambda: _ABSENT
        """How many connections this process has."""
        self.hurried_until = 0.0
        """Until when (`monotonic`) it has no great hope that another process takes one: it waited in vain."""
        self.say()
        self.say_since(0)

    def say(self) -> int:
        """Let the others know how many this process has, which is returned."""
        self._connections[self._place] = inside = self.inside()
        return inside

    def ahead(self) -> int:
        """How many this process has more than the one that has the fewest of those who let somebody in."""
        inside = self.say()
        return inside - min([one for one in self._connections if one != _ABSENT], default=inside)

    def overfull(self) -> bool:
        """Whether somebody who is here would be better off elsewhere, and would be let in there."""
        return (
            monotonic() > self.hurried_until
            and self.ahead() > _UNEVEN + max(0, self.inside()) // _UNEVEN_SHARE
        )

    def say_since(self, nanoseconds: int) -> None:
        """Let the others know since when (`monotonic_ns`) the first one waits here; 0: nobody does."""
        self._since[self._place] = nanoseconds

    def since_elsewhere(self) -> int:
        """Since when the first one waits in the other processes; 0: nobody does."""
        return min((since for other in self._elsewhere if (since := self._since[other])), default=0)


def shared_memory(processes: int) -> int:
    """A descriptor of memory for the shares of so many processes, for them to inherit."""
    with tempfile.TemporaryFile() as file:
        file.write(_ABSENT.to_bytes(_WIDTH, sys.byteorder, signed=True) * processes)
        file.write(bytes(processes * _WIDTH))
        file.flush()
        return os.dup(file.fileno())


class Door:
    """Lets connections in, a few at a time, then leaves the next ones to the other processes for a moment.

    An event loop by itself takes all that wait at once: callers who come together, as those of one platform
    do, may then all be with one process while the others are idle, and they stay there.
    """

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        inside: Callable[[], int],
        shares: Shares,
    ) -> None:
        self._listener, self._protocol, self._inside, self._shares = listener, protocol, inside, shares
        self._later: asyncio.TimerHandle | None = None
        self._until = 0.0
        self._entering: set[asyncio.Task[object]] = set()

    def _there(self) -> int:
        return self._inside() + len(self._entering)

    def open(self) -> None:
        """Let connections in from now on, `inside()` of which are there at any time."""
        self._loop = asyncio.get_running_loop()
        self._listener.setblocking(False)
        self._shares.inside = self._there
        self._shares.say()
        self._watch()

    def close(self) -> None:
        """Let nobody in any more."""
        self._loop.remove_reader(self._listener)
        if self._later is not None:
            self._later.cancel()
        self._shares.inside = lambda: _ABSENT
        self._shares.say()

    def _watch(self) -> None:
        self._loop.add_reader(self._listener, self._somebody_waits)

    def _somebody_waits(self) -> None:
        self._loop.remove_reader(self._listener)
        at = monotonic()
        self._until = at + (_PATIENCE if at > self._shares.hurried_until else _SHORT)
        self._look()

    def _look(self) -> None:
        """Let in whom no process with fewer connections takes."""
        if self._shares.ahead() <= self._there() // _SHARE:
            self._let_in()
        elif monotonic() < self._until:
            self._later = self._loop.call_later(_STEP, self._look)
        else:
            self._shares.hurried_until = monotonic() + _IN_VAIN
            self._let_in()

    def _let_in(self) -> None:
        for _ in range(1 + self._inside() // _SHARE):
            try:
                connection, _address = self._listener.accept()
            except BlockingIOError:
                break  # another process was quicker
            except ConnectionAbortedError:
                continue
            except OSError:
                self._later = self._loop.call_later(_NO_ROOM, self._watch)
                return
            connection.setblocking(False)
            if connection.family in (socket.AF_INET, socket.AF_INET6):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            entering = self._loop.create_task(self._enter(connection))
            self._entering.add(entering)
            entering.add_done_callback(self._entering.discard)
            self._shares.say()
        self._watch()

    async def _enter(self, connection: socket.socket) -> None:
        with suppress(OSError):  # it left already
            await self._loop.connect_accepted_socket(self._protocol, connection)


class Spread:
    """ASGI middleware: while this process has many more connections than another, whoever was answered is
    asked to come again (`Connection: close`), and the other lets them in.

    Callers stay connected for hours: without it, those who came while one process started or was replaced
    would all stay with the other.
    """

    def __init__(self, app: ASGIApp, *, shares: Shares) -> None:
        self.app, self.shares = app, shares

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def send_away(message: Message) -> None:
            if message["type"] == "http.response.start" and self.shares.overfull():
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            await send(message)

        await self.app(scope, receive, send_away if scope["type"] == "http" else send)
