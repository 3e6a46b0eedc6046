"""Work that waits for its turn in one process, first come first served."""

from asyncio import Semaphore
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Admission:
    """ASGI middleware: at most so many requests of these paths are worked on at once; the others wait in the
    order in which they came, before they take a connection of the database.

    What takes a few milliseconds of processor gains nothing by being done with thirty others: each gets a
    thin slice, all end late, and some last of all by chance. A turn ends when the answer begins to leave: how
    fast its reader reads holds up nobody.
    """

    def __init__(self, app: ASGIApp, *, paths: Collection[str], at_once: int) -> None:
        self.app, self.paths, self.turns = app, frozenset(paths), Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, when its turn has come."""
        if scope["type"] != "http" or scope["path"] not in self.paths:
            await self.app(scope, receive, send)
            return
        await self.turns.acquire()
        held = True

        async def send_and_go(message: Message) -> None:
            nonlocal held
            if held:
                held = False
                self.turns.release()
            await send(message)

        try:
            await self.app(scope, receive, send_and_go)
        finally:
            if held:
                self.turns.release()
