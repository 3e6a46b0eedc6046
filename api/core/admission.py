"""Work that waits for its turn, first come first served, in one process and among those at one socket."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from time import monotonic_ns

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.doors import Shares

_MS = 1_000_000

LATER = 20 * _MS
"""Who came so much later than the first of those who wait in another process lets that process go on."""

_AGAIN = 0.001
"""Seconds until it is looked at again."""

PATIENCE = 50 * _MS
"""For how long at most: a process that is busy with other things, or died, holds up nobody for longer."""


class Admission:
    """ASGI middleware: at most so many requests of these paths are worked on at once; the others wait in the
    order in which they came, before they take a connection of the database.

    What takes a few milliseconds of processor gains nothing by being done with thirty others: each gets a
    thin slice, all end late, and some last of all by chance. A turn ends when the answer begins to leave: how
    fast its reader reads holds up nobody. With `shares`, a process that is quicker than another, by chance or
    as fewer call it, leaves the processor to the one where somebody has been waiting for longer.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        paths: Collection[str],
        at_once: int,
        shares: Shares | None = None,
        tick: Callable[[], int] = monotonic_ns,
    ) -> None:
        self.app, self.paths, self.free = app, frozenset(paths), at_once
        self.shares, self.tick = shares, tick
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._held_since = 0
        self._later: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, when its turn has come."""
        if scope["type"] != "http" or scope["path"] not in self.paths:
            await self.app(scope, receive, send)
            return
        await self._turn()
        held = True

        async def send_and_go(message: Message) -> None:
            nonlocal held
            if held:
                held = False
                self._end()
            await send(message)

        try:
            await self.app(scope, receive, send_and_go)
        finally:
            if held:
                self._end()

    async def _turn(self) -> None:
        """Return when it has come."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((self.tick(), turn))
        self._go_on()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it had just come
                self._end()
            raise

    def _end(self) -> None:
        self.free += 1
        self._go_on()

    def _go_on(self) -> None:
        """Give the turns that are free to those who came first."""
        while self._waiting and (self._waiting[0][1].done() or self.free):
            came, turn = self._waiting[0]
            if not turn.done():
                if self._leaves_it_to_others(came):
                    break
                self.free -= 1
                turn.set_result(None)
            self._waiting.popleft()
        if self.shares is not None:
            self.shares.say_since(self._waiting[0][0] if self._waiting else 0)

    def _leaves_it_to_others(self, came: int) -> bool:
        """Whether another process is to go on first, and this one to look again soon."""
        first = 0 if self.shares is None else self.shares.since_elsewhere()
        at = self.tick()
        if not first or came - first < LATER:
            self._held_since = 0
            return False
        self._held_since = self._held_since or at
        if at - self._held_since > PATIENCE:
            return False
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(_AGAIN, self._look_again)
        return True

    def _look_again(self) -> None:
        self._later = None
        self._go_on()
